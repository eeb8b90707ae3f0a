"""What every API of the modules shares: who enters, what a refusal answers, how lists page.

A module's `api.py` (or `api/`) ends with its addresses, which portal/api.py gathers:

    ROUTES = [("structures", StructureViewSet, "structure")]

Three files, because DRF reads its settings while its own `views` is still half imported:
`access` and `paging` (named by the settings) must not import `rest_framework.views`.

Lists come from `visible_to(user)` (404), acts are guarded by the same rules as the pages:

    permission_classes = [ByRule.of(publish=rules.may_publish)]

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def publish(self, request, uuid):
        return acted(services.publish_need, self.get_object(), by=request.user)
"""
