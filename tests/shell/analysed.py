"""Articles that were analysed, for tests."""

from bot.analysing import Analyser, AnalysisRounds
from bot.engine import Kind, LocalEngine
from bot.store import Store

__all__ = ["analyse_all"]


async def analyse_all(store: Store) -> int:
    """Analyse all that is stored and is not; how many articles there were."""
    engine = LocalEngine({Kind.ANALYSE: Analyser(store).work}, most_at_once=1)
    count = await AnalysisRounds(store, engine).submit_some()
    for key in await engine.pending():
        await engine.wait(key)
    return count
