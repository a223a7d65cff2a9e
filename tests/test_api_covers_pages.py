"""What a page can change, the API can: each page that takes a form is written down here with its operation,
or with the reason why there is none. A new page fails this test until it is."""

import inspect
import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from gemeengoed.core.people.views.operating import ACTS
from gemeengoed.project.api import api

CHANGES = re.compile(r"\bPOST\b|require_POST|get_or_post|posted\(|\bsaved?\(")
"""What the source of such a view has."""

TEXT = "/commons/{handle}/publications/{slug}"
TALK = "/commons/{handle}/texts/{pk}/discussion"
REVIEWS = "/commons/{handle}/texts/{pk}/reviews"
WORDS = "/commons/{handle}/texts/{text}/history/{number}"
PLAN = "/commons/{handle}/questions"
SOURCES = "/commons/{handle}/sources"
TERMS = "/commons/{handle}/definitions"
PARTNERS = "/commons/{handle}/partners"
GROUPS = "/commons/{handle}/groups"
LANGUAGE = TEXT + "/{language}"

LETTER = "/commons/{handle}/letters/{slug}"
INBOX = "/commons/{handle}/inbox/{pk}"
READERS = "/commons/{handle}/subscribers"

BY_API = {
    "all_commons:end_partnership": "DELETE /me/partnerships/{number}",
    "all_commons:rules": "PUT /making-rule",
    "all_commons:new": "POST /commons",
    "commons:accept": "POST /commons/{handle}/applications/{number}/accept",
    "commons:by_link": "POST /commons/{handle}/join",
    "commons:change_group": f"PUT {GROUPS}/{{slug}}",
    "commons:change_member": "PATCH /commons/{handle}/members/{name}",
    "commons:change_phase": "PUT /commons/{handle}/phases/{number}",
    "commons:change_question": f"PUT {PLAN}/{{slug}}",
    "commons:charter_edit": "POST /commons/{handle}/charter/versions",
    "commons:decline": "POST /commons/{handle}/applications/{number}/decline",
    "commons:join": "POST /commons/{handle}/join",
    "commons:leave": "POST /commons/{handle}/leave",
    "commons:move_partner": "PUT /commons/{handle}/partner-order",
    "commons:move_question": "PUT /commons/{handle}/question-order",
    "commons:new_group": f"POST {GROUPS}",
    "commons:new_partner": f"POST {PARTNERS}",
    "commons:new_phase": "POST /commons/{handle}/phases",
    "commons:new_question": f"POST {PLAN}",
    "commons:picture": "POST /commons/{handle}/picture",
    "commons:remove_group": f"DELETE {GROUPS}/{{slug}}",
    "commons:remove_member": "POST /commons/{handle}/members/{name}/remove",
    "commons:remove_partner": f"DELETE {PARTNERS}/{{name}}",
    "commons:remove_phase": "DELETE /commons/{handle}/phases/{number}",
    "commons:remove_question": f"DELETE {PLAN}/{{slug}}",
    "commons:restore_question": f"POST {PLAN}/{{slug}}/restore",
    "commons:revoke_link": "DELETE /commons/{handle}/links/{number}",
    "commons:sections": "PATCH /commons/{handle}",
    "commons:settings": "PATCH /commons/{handle}",
    "commons:settings_links": "POST /commons/{handle}/links",
    "commons:settings_partners": f"POST {PARTNERS}",
    "commons:withdraw": "DELETE /commons/{handle}/application",
    "definitions:another": f"POST {TERMS}",
    "definitions:edit": f"PUT {TERMS}/{{slug}}/{{number}}",
    "definitions:new": f"POST {TERMS}",
    "definitions:remove": f"DELETE {TERMS}/{{slug}}/{{number}}",
    "discussion:accept": f"POST {TALK}/threads/{{thread}}/accept",
    "discussion:answer": f"POST {REVIEWS}/{{review}}/answer",
    "discussion:decline": f"POST {TALK}/threads/{{thread}}/decline",
    "discussion:discussion": f"POST {TALK}/threads",
    "discussion:edit": f"PATCH {TALK}/comments/{{comment}}",
    "discussion:hide": f"POST {TALK}/comments/{{comment}}/hide",
    "discussion:reopen": f"POST {TALK}/threads/{{thread}}/reopen",
    "discussion:resolve": f"POST {TALK}/threads/{{thread}}/resolve",
    "discussion:review": f"POST {REVIEWS}",
    "discussion:settings": "PATCH /commons/{handle}/discussion",
    "discussion:show_again": f"POST {TALK}/comments/{{comment}}/show",
    "discussion:suggest": f"POST {TALK}/suggestions",
    "discussion:take_back": f"DELETE {TALK}/comments/{{comment}}",
    "discussion:thread": f"POST {TALK}/threads/{{thread}}/comments",
    "discussion:withdraw": f"POST {TALK}/threads/{{thread}}/withdraw",
    "discussion:withdraw_review": f"DELETE {REVIEWS}/{{review}}",
    "documents:convert": "POST /commons/{handle}/texts/convert",
    "documents:draft": "PUT /commons/{handle}/works/{work}/drafts/{language}",
    "documents:file": "POST /commons/{handle}/texts/document",
    "documents:go_back": f"POST {WORDS}/return",
    "documents:live_preview": "POST /commons/{handle}/texts/preview",
    "documents:picture": "POST /commons/{handle}/texts/picture",
    "documents:undo": f"POST {WORDS}/undo",
    "federation:person_act": "POST /server/other-people/{pk}/{verb}",
    "federation:report_seen": "POST /server/reports/{pk}/seen",
    "federation:said": "POST /server/other-words/{pk}/{verb}",
    "federation:server_act": "POST /server/other-servers/{name}/{verb}",
    "federation:servers": "POST /server/other-servers/{name}/{verb}",
    "federation:decide": "POST /me/followers/{pk}/{verb}",
    "federation:decide_all": "POST /me/followers/all/{verb}",
    "federation:moving": "POST /me/move",
    "federation:preferences": "PATCH /me/federation",
    "followers:decide": "POST /commons/{handle}/followers/{pk}/{verb}",
    "followers:decide_all": "POST /commons/{handle}/followers/all/{verb}",
    "followers:moving": "POST /commons/{handle}/move",
    "followers:preferences": "PATCH /commons/{handle}/federation",
    "instance:remove_logo": "DELETE /instance/logo",
    "instance:settings": "PATCH /instance",
    "conversations:about": f"PATCH {INBOX}",
    "conversations:act": f"POST {INBOX}/{{verb}}",
    "conversations:answer": f"POST {INBOX}/answers",
    "conversations:act_on": f"POST {INBOX}/messages/{{number}}/{{verb}}",
    "mail:incoming_act": "POST /server/mail/incoming/{pk}/{verb}",
    "newsletters:act": f"POST {LETTER}/{{verb}}",
    "newsletters:add_topic": "POST /commons/{handle}/topics",
    "newsletters:begin": "POST /commons/{handle}/letters",
    "newsletters:import": f"POST {READERS}/list",
    "newsletters:import_cancel": f"POST {READERS}/imports/{{pk}}/cancel",
    "newsletters:language": f"POST {LETTER}/texts",
    "newsletters:remove_language": f"DELETE {LETTER}/texts/{{language}}",
    "newsletters:schedule": f"POST {LETTER}/schedule",
    "newsletters:settings": "PATCH /commons/{handle}/letter-settings",
    "newsletters:subscriber_act": f"POST {READERS}/{{pk}}/remove",
    "newsletters:test": f"POST {LETTER}/texts/{{language}}/test",
    "newsletters:throw_away": f"DELETE {LETTER}",
    "newsletters:topic": "DELETE /commons/{handle}/topics/{pk}",
    "newsletters:write": f"PUT {LETTER}/texts/{{language}}",
    "mail:let_go": "POST /mailings/let-go",
    "mail:act": "POST /mailings/{number}/pause",
    "notices:all_seen": "POST /notices/seen",
    "notices:seen": "POST /notices/{pk}/seen",
    "notices:settings": "PATCH /notices/choices",
    "people:choose_language": "PATCH /me",
    "people:confirm": "POST /affiliations/{number}/confirm",
    "people:edit_organisation": "PATCH /organisations/{handle}",
    "people:edit_profile": "PATCH /me",
    "people:invite": "POST /invitations",
    "people:language": "PATCH /me",
    "people:leave": "DELETE /affiliations/{number}",
    "people:new_organisation": "POST /organisations",
    "people:operate": "POST /people/{handle}/make-operator",
    "people:organisation_people": "POST /organisations/{handle}/people",
    "people:remove_picture": "DELETE /me/picture",
    "people:withdraw": "DELETE /invitations/{number}",
    "publications:cancel_release": f"DELETE {LANGUAGE}/release",
    "publications:details": f"PATCH {TEXT}",
    "publications:end_invitation": f"DELETE {LANGUAGE}/release/readers/{{number}}",
    "publications:invite_reader": f"POST {LANGUAGE}/release/readers",
    "publications:kinds": "POST /commons/{handle}/kinds",
    "publications:new": "POST /commons/{handle}/publications",
    "publications:new_series": "POST /commons/{handle}/series",
    "publications:preview": "POST /commons/{handle}/texts/preview",
    "publications:publish": f"POST {LANGUAGE}/publish",
    "publications:release": f"PUT {LANGUAGE}/release",
    "publications:remove_kind": "DELETE /commons/{handle}/kinds/{kind}",
    "publications:sources": f"PUT {TEXT}/sources",
    "publications:withdraw": f"POST {LANGUAGE}/withdraw",
    "publications:write": f"PUT {LANGUAGE}",
    "sources:bring_in": f"POST {SOURCES}/list",
    "sources:edit": f"PUT {SOURCES}/{{number}}",
    "sources:fetch_copy": f"POST {SOURCES}/{{number}}/copy",
    "sources:merge": f"POST {SOURCES}/{{number}}/merge",
    "sources:new": f"POST {SOURCES}",
    "sources:remove": f"DELETE {SOURCES}/{{number}}",
    "sources:remove_copy": f"DELETE {SOURCES}/{{number}}/copy",
    "sources:settings": "PUT /commons/{handle}/source-settings",
    "transfer:take_along": "POST /commons/{handle}/take-along",
}

BY_LINK = "for who has the link of a mail and no account, so no token either"

WITHOUT = {
    "conversations:consent": BY_LINK,
    "followers:follow": "changes nothing: it sends a visitor on to their own server",
    "newsletters:confirm": BY_LINK,
    "newsletters:erase": BY_LINK,
    "newsletters:join": "for people without an account; a program writes a mail to the commons",
    "newsletters:leave": f"{BY_LINK}; the page itself is for programs as well (RFC 8058)",
    "newsletters:mine": BY_LINK,
    ":setup": "before the first account there is nobody to call the API",
    "people:revoke_token": "whoever holds a token must not end another",
    "people:tokens": "asks for the password: a token must not make tokens",
    "privacy:give_up": "asks for the password: a token must not end an account",
}
"""Pages that the API has no operation for, on purpose."""


def _patterns(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (space, pattern.namespace)))
            yield from _patterns(pattern, inner)
        else:
            yield f"{space}:{pattern.name}", pattern


def _pages_with_a_form() -> set[str]:
    found = set()
    for name, pattern in _patterns(get_resolver()):
        view = inspect.unwrap(pattern.callback)
        if not view.__module__.startswith("gemeengoed.") or name.startswith("api:"):
            continue
        source = inspect.getsource(view)
        if CHANGES.search(source) and "require_safe" not in source:
            found.add(name)
    return found


def _operations() -> set[str]:
    paths = api.get_openapi_schema()["paths"]
    prefix = "/api/commons/v1"
    return {
        f"{method.upper()} {path.removeprefix(prefix)}"
        for path, methods in paths.items()
        for method in methods
    }


def test_each_page_with_a_form_has_an_operation_or_a_reason() -> None:
    pages = _pages_with_a_form()
    told = {*BY_API, *WITHOUT}
    assert not pages - told, "a page without an operation: make one, or write down why not"
    assert not told - pages, "these pages are no longer there"


def test_each_operation_named_here_is_there() -> None:
    assert not {*BY_API.values()} - _operations()


def test_each_act_on_an_account_has_its_operation() -> None:
    """One page does them all, so that the list above cannot see them."""
    assert not {f"POST /people/{{handle}}/{act}" for act in ACTS} - _operations()
