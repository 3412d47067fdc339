"""The JSON Schema of a term sheet: what an editor shows, completes and underlines while the sheet is typed."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from assembler.termsheet.schema import SHEETS


def json_schema(form: str) -> str:
    """Return the JSON Schema, draft 2020-12, of the term sheets of a form, as text with a line break at its end."""
    schema = SHEETS[form].model_json_schema(schema_generator=_ForEditors)
    schema = {"$schema": GenerateJsonSchema.schema_dialect, "title": f"Term sheet: {form}", **_refined(schema)}
    # A sheet that names another form is of another schema.
    schema["properties"]["form"] |= {"enum": [form]}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


class _ForEditors(GenerateJsonSchema):
    """Pydantic's schema without null: a term that is not stated is left out."""

    def nullable_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> dict[str, Any]:
        described = super().default_schema(schema)
        if described.get("default", 0) in (None, []):
            del described["default"]
        return described

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  pydantic calls it with the field
        return False


def _refined(node: Any) -> Any:
    """The schema with its groups untitled, which only their names in Python would be, and its examples as YAML reads them."""
    if isinstance(node, list):
        return [_refined(one) for one in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _refined(value) for key, value in node.items() if not (key == "title" and "properties" in node)}
    if "examples" in kept:
        kept["examples"] = [_as_read(example, kept.get("type", ())) for example in kept["examples"]]
    return kept


def _as_read(example: Any, types: Any) -> Any:
    """Return an example as the value that an editor reads from what is typed."""
    if types == "boolean":
        return example in (True, "true")
    is_plain_number = isinstance(example, str) and example.isdecimal() and "integer" in types
    return int(example) if is_plain_number else example
