"""Modals and App Home of the tests' Slack: the methods of `views`, and what is answered to a modal that was sent."""

from collections.abc import Mapping

from tests.adapters.slack_chat import Call, Method
from tests.adapters.slack_checks import check_view, elements_of
from tests.adapters.slack_triggers import Triggers
from tests.adapters.slack_world import Json, Member, Refused, Team, World

__all__ = ["Views"]

# https://docs.slack.dev/surfaces/modals: as many as lie on each other.
_MOST_VIEWS = 3
_KEPT = (
    "type",
    "title",
    "submit",
    "close",
    "private_metadata",
    "callback_id",
    "external_id",
    "clear_on_close",
    "notify_on_close",
)


class Views:
    """What people have open."""

    def __init__(self, world: World, triggers: Triggers) -> None:
        """Take what there is, and what opens modals."""
        self._world = world
        self._triggers = triggers
        self.all: dict[str, tuple[Member, Json]] = {}
        """Each view that there ever was, by id, with who saw it."""
        self.opened_in: dict[str, str] = {}
        """The channel in which a modal was opened, by its id; of one that lies on another, that one's."""

    def methods(self) -> Mapping[str, Method]:
        """By their names."""
        return {
            "views.open": Method(self._open),
            "views.push": Method(self._push),
            "views.update": Method(self._update),
            "views.publish": Method(self._publish),
        }

    def answered(self, person: Member, view: Json, answer: Json) -> None:
        """Do what the bot says to a modal that was sent (https://docs.slack.dev/surfaces/modals#response_actions).

        Raises:
            Refused: If Slack does not take it.
        """
        match answer.get("response_action"):
            case None | "":
                self.close(person, view)
            case "clear":
                person.views.clear()
                self._world.show("closed", view, None, person)
            case "update":
                check_view(answer["view"])
                self._change(person, view, answer["view"])
            case "push":
                check_view(answer["view"])
                self._put_on(person, person.workspace, answer["view"])
            case "errors":
                known = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
                if not answer.get("errors") or not known.issuperset(answer["errors"]):
                    code = "invalid_errors"
                    raise Refused(code)
                view["errors"] = answer["errors"]
                self._world.show("errors", view, None, person)
            case other:
                code = f"invalid_response_action: {other}"
                raise Refused(code)

    def close(self, person: Member, view: Json) -> None:
        """Somebody closes a modal; it may be closed already."""
        person.views[:] = [one for one in person.views if one["id"] != view["id"]]
        self._world.show("closed", view, None, person)

    async def _open(self, call: Call) -> Json:
        check_view(call.body.get("view") or {})
        self._is_modal(call)
        cause = self._triggers.use(call.given("trigger_id"))
        cause.person.views.clear()
        view = self._put_on(cause.person, call.team, call.body["view"])
        if cause.channel and not cause.channel.person:
            self.opened_in[view["id"]] = cause.channel.id
        return {"view": view}

    async def _push(self, call: Call) -> Json:
        check_view(call.body.get("view") or {})
        self._is_modal(call)
        cause = self._triggers.use(call.given("trigger_id"))
        if not cause.person.views:
            code = "not_found"
            raise Refused(code)
        return {"view": self._put_on(cause.person, call.team, call.body["view"])}

    async def _update(self, call: Call) -> Json:
        check_view(call.body.get("view") or {})
        found = self._find(call)
        if call.body.get("hash") and call.body["hash"] != found[1]["hash"]:
            code = "hash_conflict"
            raise Refused(code)
        return {"view": self._change(*found, call.body["view"])}

    async def _publish(self, call: Call) -> Json:
        view = call.body.get("view") or {}
        check_view(view)
        person = self._world.members.get(call.given("user_id"))
        if person is None or person.team is not call.team:
            code = "user_not_found"
            raise Refused(code)
        if view["type"] != "home":
            code = "invalid_arguments"
            raise Refused(code)
        if call.body.get("hash") and person.home and call.body["hash"] != person.home["hash"]:
            code = "hash_conflict"
            raise Refused(code)
        id_ = person.home["id"] if person.home else self._world.new_id("V")
        person.home = self._made(call.team, view, id_)
        self.all[id_] = person, person.home
        self._world.show("home", person.home, None, person)
        return {"view": person.home}

    def _find(self, call: Call) -> tuple[Member, Json]:
        """A modal that is still open.

        Raises:
            Refused: If there is none.
        """
        id_, external = str(call.body.get("view_id") or ""), str(call.body.get("external_id") or "")
        for person, view in self.all.values():
            is_it = view["id"] == id_ or (external and view.get("external_id") == external)
            if is_it and person.team is call.team and (view is person.home or view in person.views):
                return person, view
        code = "not_found"
        raise Refused(code)

    def _put_on(self, person: Member, team: Team, given: Json) -> Json:
        if len(person.views) >= _MOST_VIEWS:
            code = "push_limit_reached"
            raise Refused(code)
        view = self._made(team, given, self._world.new_id("V"))
        below = person.views[-1] if person.views else None
        view |= {"previous_view_id": below["id"] if below else None, "root_view_id": (below or view)["root_view_id"]}
        person.views.append(view)
        self.all[view["id"]] = person, view
        self._world.show("view", view, None, person)
        return view

    def _change(self, person: Member, view: Json, given: Json) -> Json:
        made = self._made(person.workspace, given, view["id"])
        view.pop("errors", None)
        view |= made | {"previous_view_id": view["previous_view_id"], "root_view_id": view["root_view_id"]}
        self._world.show("view", view, None, person)
        return view

    def _made(self, team: Team, given: Json, id_: str) -> Json:
        blocks = [{**block, "block_id": block.get("block_id") or self._world.new_id("b")} for block in given["blocks"]]
        for _, element in elements_of(blocks):
            element.setdefault("action_id", self._world.new_id("a"))
        kept = {name: given.get(name) for name in _KEPT}
        return {
            **kept,
            "id": id_,
            "team_id": team.id,
            "blocks": blocks,
            "private_metadata": given.get("private_metadata") or "",
            "callback_id": given.get("callback_id") or "",
            "state": {"values": {}},
            "hash": f"{self._world.new_ts()}.{id_}",
            "previous_view_id": None,
            "root_view_id": id_,
            "app_id": self._world.app_id,
            "app_installed_team_id": team.id,
            "bot_id": team.bot_id,
        }

    def _is_modal(self, call: Call) -> None:
        if call.body["view"]["type"] != "modal":
            code = "invalid_arguments"
            raise Refused(code)
