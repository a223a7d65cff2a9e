"""What happened, for the index."""

from gemeengoed.core.activity.models import Activity

from . import counting, services


def index_activity(activity: Activity) -> None:
    """Reads the object of `activity` anew; the same however often it is called.

    With `switched` in its data, sections of the commons went on or off: then all they hold.
    """
    services.index(activity.object, activity.object_type)
    switched = activity.data.get("switched")
    if switched and activity.commons is not None:
        services.index_sections(activity.commons.handle, switched)
    counting.count()
