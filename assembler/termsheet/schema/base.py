"""The base of every group of terms, and the types that several groups share."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assembler.termsheet.scalars import AnyCase

Status = Annotated[Literal["form", "draft", "execution", "conformed"], AnyCase()]
FormId = Annotated[Literal["purchase-agreement", "warrant"], AnyCase()]
ClauseStatus = Annotated[Literal["text", "reserved", "omit"], AnyCase()]


class Terms(BaseModel):
    """A group of terms: frozen, and an unknown name in it is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


def defaults(description: str) -> Any:
    """Return the field of a group whose terms all have defaults. A missing group is read as an empty one."""
    # An instance of the group as the default would make pydantic build a validator for the group alone.
    return Field(default_factory=dict, validate_default=True, description=description)
