import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import numpy as np

from bot.service.making import Making, Stock, Wish
from bot.store import Store
from digest import Digest, read_article

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)


def stock(thing: str) -> Stock:
    text = f"{thing} to go\n\nThe old {thing} of Dorn has to go, as the council voted on Wednesday.\n\nIt was built in 1874."
    return Stock((read_article(text, url=f"https://mail.example/{thing}", published=NOW),))


def test_what_comes_by_itself_never_keeps_those_waiting_who_ask(anywhere: Path | str) -> None:
    is_answered = Event()

    def embed(texts: Sequence[str]) -> Sequence[np.ndarray]:
        # What comes by itself goes on only when who asked has an answer.
        assert "weir" in texts[0] or is_answered.wait(60)
        return [np.eye(4, dtype=np.float32)[0] for _ in texts]

    async def run() -> list[Digest]:
        async with Store(anywhere) as store:
            making = Making(store, embed)
            patient = [
                asyncio.create_task(making.digest(stock(thing), Wish(), NOW, is_patient=True))
                for thing in ("pier", "mast", "wall")
            ]
            await asyncio.sleep(0)
            asked = await making.digest(stock("weir"), Wish(), NOW)
            is_answered.set()
            return [asked, *await asyncio.gather(*patient)]

    headlines = [digest.stories[0].headline.text for digest in asyncio.run(run())]
    assert headlines == ["weir to go", "pier to go", "mast to go", "wall to go"]
