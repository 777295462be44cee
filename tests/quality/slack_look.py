"""Blocks of Slack as HTML that looks like Slack does in its light colours: drawn by us, for the pictures of docs/slack.md."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

__all__ = ["APP", "home", "modal", "page", "posted"]

APP = "Pullquote"
Data = Mapping[str, Any]
_STYLE = """
*{box-sizing:border-box;margin:0}
body{font:15px/1.4667 "Liberation Sans",sans-serif;color:#1d1c1d;background:#fff}
#shown{background:#fff;overflow:hidden}
a{color:#1264a3;text-decoration:none}
.message{display:flex;gap:8px;padding:8px 20px}
.face{flex:none;width:36px;height:36px;border-radius:8px;font:bold 30px/48px "Liberation Serif",serif;text-align:center;color:#fff;background:#96321f}
.face.person{background:#5b7c99;font:bold 17px/36px "Liberation Sans",sans-serif}
.what{flex:1;min-width:0}
.name{font-weight:900;line-height:1.2}
.app{margin-left:5px;padding:1px 3px;border-radius:2px;font-size:10px;font-weight:bold;color:#616061;background:#e8e8e8;vertical-align:2px}
.time{margin-left:8px;font-size:12px;font-weight:normal;color:#616061}
.seen{padding:6px 20px 0 64px;font-size:12px;color:#616061}
.header{margin:8px 0 4px;font-size:18px;font-weight:900;line-height:1.3}
.rich{margin:4px 0}
.context{margin:4px 0;font-size:13px;line-height:1.4;color:#616061}
.section{margin:4px 0}
hr{height:1px;margin:10px 0;border:0;background:#ddd}
blockquote{margin:4px 0;padding-left:16px;border-left:4px solid #ddd;border-radius:2px;white-space:pre-wrap}
ul{margin:2px 0;padding-left:24px}
pre{margin:4px 0;padding:8px;border:1px solid #ddd;border-radius:4px;background:#f8f8f8;font:12px/1.5 "Liberation Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin:8px 0}
.button{padding:4px 12px;border:1px solid #bbb;border-radius:8px;font-size:13px;font-weight:bold;line-height:18px;background:#fff}
.button.danger{color:#e01e5a;border-color:#e01e5a}
.button.primary{color:#fff;border-color:#007a5a;background:#007a5a}
.modal{border:1px solid #ccc;border-radius:8px}
.modal .top{display:flex;justify-content:space-between;padding:18px 24px 12px;font-size:22px;font-weight:900;line-height:1.3}
.modal .top span{font-size:18px;color:#616061}
.modal .middle{padding:4px 24px 12px}
.modal .foot{display:flex;justify-content:flex-end;gap:12px;padding:14px 24px;border-top:1px solid #ddd}
.modal .foot .button{padding:8px 14px;font-size:15px}
.field{margin:14px 0}
.label{font-weight:bold}
.label i{font-weight:normal;font-style:normal;color:#616061}
.input{margin:6px 0 4px;padding:8px 12px;border:1px solid #868686;border-radius:4px;min-height:40px}
.input.long{min-height:80px}
.input .hint,.hint{color:#616061}
.hint{font-size:13px}
.input b{float:right;font-weight:normal;color:#616061}
.tabs{padding:14px 24px 0;border-bottom:1px solid #ddd}
.tabs h1{font-size:18px;font-weight:900}
.tabs p{margin-top:10px;font-size:13px;font-weight:bold;color:#616061}
.tabs p span{display:inline-block;margin-right:20px;padding-bottom:8px}
.tabs p span.on{color:#1d1c1d;border-bottom:2px solid #611f69}
.home{padding:12px 24px 20px}
"""


def page(body: str, width: int) -> str:
    """A page of which `#shown` is as wide as a window of Slack."""
    return f'<!doctype html><meta charset="utf-8"><style>{_STYLE}</style><div id="shown" style="width:{width}px">{body}</div>'


def posted(name: str, time: str, blocks: Sequence[Data], *, is_private: bool = False) -> str:
    """A message: of the app, or in plain words of a person."""
    is_app = name == APP
    face = f'<div class="face{"" if is_app else " person"}">{"”" if is_app else escape(name[0])}</div>'
    mark = '<span class="app">APP</span>' if is_app else ""
    seen = '<div class="seen">Only visible to you</div>' if is_private else ""
    head = f'<div class="name">{escape(name)}{mark}<span class="time">{escape(time)}</span></div>'
    return f'{seen}<div class="message">{face}<div class="what">{head}{_blocks(blocks)}</div></div>'


def modal(view: Data) -> str:
    """A modal, with what can be pressed below it."""
    kinds = {"close": "button", "submit": "button primary"}
    foot = "".join(
        f'<span class="{kind}">{escape(view[name]["text"])}</span>' for name, kind in kinds.items() if view.get(name)
    )
    top = f'<div class="top">{escape(view["title"]["text"])}<span>✕</span></div>'
    return f'<div class="modal">{top}<div class="middle">{_blocks(view["blocks"])}</div><div class="foot">{foot}</div></div>'


def home(view: Data) -> str:
    """The home of the app."""
    tabs = '<span class="on">Home</span><span>Messages</span><span>About</span>'
    return f'<div class="tabs"><h1>{APP}</h1><p>{tabs}</p></div><div class="home">{_blocks(view["blocks"])}</div>'


def _blocks(blocks: Sequence[Data]) -> str:
    return "".join(map(_block, blocks))


def _block(block: Data) -> str:
    match block["type"]:
        case "header" | "section":
            return f'<div class="{block["type"]}">{escape(block["text"]["text"])}</div>'
        case "context":
            return f'<div class="context">{escape(" ".join(one["text"] for one in block["elements"]))}</div>'
        case "divider":
            return "<hr>"
        case "actions":
            return f'<div class="actions">{"".join(map(_button, block["elements"]))}</div>'
        case "rich_text":
            return f'<div class="rich">{"".join(map(_rich, block["elements"]))}</div>'
        case "input":
            return _field(block)
        case other:
            raise ValueError(other)


def _button(button: Data) -> str:
    return f'<span class="button {button.get("style", "")}">{escape(button["text"]["text"])}</span>'


def _rich(element: Data) -> str:
    inner = "".join(map(_piece, element["elements"]))
    match element["type"]:
        case "rich_text_section":
            return f"<div>{inner}</div>"
        case "rich_text_quote":
            return f"<blockquote>{inner}</blockquote>"
        case "rich_text_preformatted":
            return f"<pre>{inner}</pre>"
        case "rich_text_list":
            return f"<ul>{inner}</ul>"
        case other:
            raise ValueError(other)


def _piece(piece: Data) -> str:
    match piece["type"]:
        case "rich_text_section":
            return f"<li>{''.join(map(_piece, piece['elements']))}</li>"
        case "link":
            return f"<a>{escape(piece['text'])}</a>"
        case "usergroup":
            return "<a>@readers</a>"
        case "channel":
            return "<a>#news</a>"
        case "text":
            style = piece.get("style", {})
            text = escape(piece["text"])
            text = f"<b>{text}</b>" if style.get("bold") else text
            return f"<i>{text}</i>" if style.get("italic") else text
        case other:
            raise ValueError(other)


def _field(block: Data) -> str:
    """A field of a form, with what stands in it."""
    element = block["element"]
    optional = " <i>(optional)</i>" if block.get("optional") else ""
    match element["type"]:
        case "plain_text_input":
            empty = element.get("placeholder", {}).get("text", "")
            inner = escape(element.get("initial_value", "")) or f'<span class="hint">{escape(empty)}</span>'
        case "static_select" | "external_select":
            chosen = element.get("initial_option", {}).get("text", {}).get("text", "")
            inner = f"<b>⌄</b>{escape(chosen) or '<span class=hint>Select an option</span>'}"
        case "conversations_select":
            inner = "<b>⌄</b># news"
        case other:
            raise ValueError(other)
    kind = "input long" if element.get("multiline") else "input"
    hint = f'<div class="hint">{escape(block["hint"]["text"])}</div>' if "hint" in block else ""
    return f'<div class="field"><div class="label">{escape(block["label"]["text"])}{optional}</div><div class="{kind}">{inner}</div>{hint}</div>'
