"""Why a digest is as it is, as it was written down."""

from bot.service.receipts import LeftOut, Receipt, ToldStory, read_receipt, write_receipt


def test_what_was_written_down_by_an_earlier_version_is_read() -> None:
    told = '{"headline":"Weir","revisions":["r1"],"outlets":["Mail"],"independent":1,"why":["new"],"is_update":false}'
    left = '{"what":"Wall","why":"shown","outlet":"Mail","url":"","kind":"shown"}'
    assert read_receipt(f'{{"stories":[{told}],"left_out":[{left}],"more":2}}') == Receipt(
        (ToldStory("Weir", ("r1",), ("Mail",), 1, ("new",), is_update=False),),
        (LeftOut("Wall", "shown", "Mail", "", "shown"),),
        2,
    )


def test_what_is_written_down_is_read_again() -> None:
    receipt = Receipt((), (), asked={"about": "weir", "length": "full"}, troubles=("mail: gone",))
    assert read_receipt(write_receipt(receipt)) == receipt
