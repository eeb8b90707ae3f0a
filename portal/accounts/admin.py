"""The technical pages of accounts, for the platform's staff; the second factor is asked first."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from portal.accounts.models import Grant, User
from portal.accounts.services import disable_user

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = "Administration technique"
admin.site.site_title = "Administration technique"


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts are never deleted here: they are disabled, which the journal keeps."""

    actions = ["disable"]
    list_display = ["email", "first_name", "last_name", "is_active", "is_staff"]
    search_fields = ["email", "last_name"]
    list_filter = ["is_active", "is_staff"]
    fields = ["email", "first_name", "last_name", "is_staff", "date_joined"]
    readonly_fields = ["email", "date_joined"]
    show_full_result_count = False

    @admin.action(description="Désactiver et déconnecter partout", permissions=["change"])
    def disable(self, request, queryset):
        """The chosen people cannot sign in any more."""
        for user in queryset:
            disable_user(user, by=request.user)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Grant)
class GrantAdmin(admin.ModelAdmin):
    """Read only: grants move through services, which journal them."""

    list_display = ["user", "role", "territory", "structure", "state", "starts_on", "ends_on"]
    list_filter = ["role", "state"]
    list_select_related = ["user", "territory", "structure"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
