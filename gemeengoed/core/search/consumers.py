"""What happened, for the index."""

from gemeengoed.core.activity.models import Activity

from . import counting, services


def index_activity(activity: Activity) -> None:
    """Reads the object of `activity` anew; the same however often it is called."""
    services.index(activity.object, activity.object_type)
    counting.count()
