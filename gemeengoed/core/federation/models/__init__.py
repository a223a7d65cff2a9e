"""What is known of other servers, what came from them, and what goes to them."""

from .incoming import Received, ReceivedState, Refused, Report, Tally
from .ours import (
    FederationSettings,
    Follower,
    Following,
    FollowPolicy,
    FollowState,
    KeyPair,
    PublishedObject,
    ReplyPolicy,
)
from .outgoing import Delivery, DeliveryState, OutgoingActivity
from .remote import Reaction, ReactionKind, RemoteObject, RemotePicture
from .servers import Host, Measure, RemoteActor, RemoteKey

__all__ = [
    "Delivery",
    "DeliveryState",
    "FederationSettings",
    "FollowPolicy",
    "FollowState",
    "Follower",
    "Following",
    "Host",
    "KeyPair",
    "Measure",
    "OutgoingActivity",
    "PublishedObject",
    "Reaction",
    "ReactionKind",
    "Received",
    "ReceivedState",
    "Refused",
    "RemoteActor",
    "RemoteKey",
    "RemoteObject",
    "RemotePicture",
    "ReplyPolicy",
    "Report",
    "Tally",
]
