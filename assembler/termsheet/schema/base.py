"""The base of every group of terms, and the types that several groups share."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from assembler.termsheet.scalars import AnyCase

Status = Annotated[Literal["form", "draft", "execution", "conformed"], AnyCase()]
FormId = Annotated[Literal["purchase-agreement", "warrant"], AnyCase()]
ClauseStatus = Annotated[Literal["text", "reserved", "omit"], AnyCase()]


class Terms(BaseModel):
    """A group of terms: frozen, and an unknown name in it is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    # Optional terms that nearly every sheet states. Examples show them besides the required ones.
    USUAL: ClassVar[tuple[str, ...]] = ()


def shown_first(group: type[BaseModel]) -> list[str]:
    """Return the names of the terms that an example of a group shows: those required, and those usual."""
    usual = getattr(group, "USUAL", ())
    return [name for name, field in group.model_fields.items() if field.is_required() or name in usual]


def defaults(description: str) -> Any:
    """Return the field of a group whose terms all have defaults. A missing group is read as an empty one."""
    # An instance of the group as the default would make pydantic build a validator for the group alone.
    return Field(default_factory=dict, validate_default=True, description=description)
