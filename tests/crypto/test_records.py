"""The models are the one source: JSON Schema and TypeScript types say what they say."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from pydantic import ValidationError

from counterfoil_crypto.records import TYPES, Order
from counterfoil_crypto.records.schema import schema

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "crypto" / "counterfoil_crypto" / "records" / "schema.json"
TYPESCRIPT = ROOT / "crypto" / "ts" / "src" / "records.ts"


def test_the_schema_is_what_the_models_give() -> None:
    assert json.loads(SCHEMA.read_text()) == schema(), "run `make generate`"


def test_the_typescript_types_are_what_the_schema_gives(tmp_path: Path) -> None:
    made = tmp_path / "records.ts"
    npx = shutil.which("npx")
    assert npx, "npx comes with the project's virtual environment"
    package = json.loads((ROOT / "crypto" / "ts" / "package.json").read_text())
    command = (
        package["scripts"]["generate"].replace("src/records.ts", str(made)).replace("json2ts", f"{npx} --no-install json2ts")
    )
    subprocess.run(command, cwd=ROOT / "crypto" / "ts", check=True, capture_output=True, shell=True)  # noqa: S602 # our own script
    assert made.read_text() == TYPESCRIPT.read_text(), "run `make generate`"


def test_every_type_has_a_schema_number_and_the_common_fields() -> None:
    for name, model in TYPES.items():
        assert model.__name__ == name
        assert model.schema_number >= 1
        assert {"created", "deleted", "note"} <= set(model.model_fields)


@pytest.mark.parametrize("total", ["59.97", "0", "0.5", "-3.00", "12345678901234.56789012"])
def test_amounts_are_decimal_strings(total: str) -> None:
    assert Order(total=total).total == total


@pytest.mark.parametrize("total", [59.97, "59,97", "01", "1e3", "NaN", "", "1.", ".5", "£5", "5\n"])
def test_anything_else_is_no_amount(total: object) -> None:
    with pytest.raises(ValidationError):
        Order.model_validate({"total": total})


def test_what_a_newer_version_added_is_kept() -> None:
    assert Order.model_validate({"total": "1.00", "giftWrap": True}).model_dump(by_alias=True)["giftWrap"] is True
