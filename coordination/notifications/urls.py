"""Addresses of the messages, under /messages/."""

from django.urls import path

from coordination.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("lus/", views.inbox_read, name="inbox_read"),
    path("<int:pk>/ouvrir/", views.message_open, name="message_open"),
    path("<int:pk>/lu/", views.message_read, name="message_read"),
    path("accuses/sms/<str:secret>/", views.sms_receipt, name="sms_receipt"),
    path("entrants/sms/<str:secret>/", views.sms_incoming, name="sms_incoming"),
    path("preferences/", views.preferences, name="preferences"),
    path("envois/", views.outbox, name="outbox"),
    path("envois/<int:pk>/", views.outbox_detail, name="outbox_detail"),
    path("envois/<int:pk>/relancer/", views.message_retry, name="message_retry"),
    path("envois/<int:pk>/annuler/", views.message_cancel, name="message_cancel"),
]
