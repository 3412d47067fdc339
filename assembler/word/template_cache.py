"""Compiled style templates, kept in the cache."""

from __future__ import annotations

from functools import lru_cache

from assembler.library import StyleTemplate, get_or_create
from assembler.word.compiled_template import CompiledTemplate, Needed


@lru_cache(maxsize=8)
def get_compiled_template(style_template: StyleTemplate, needed: Needed) -> CompiledTemplate:
    """Return the shell made ready. Raises InputError if it breaks a promise, or lacks one that every document needs."""

    def compile_shell() -> CompiledTemplate:
        from assembler.word import template_compiler

        return template_compiler.compile_template(style_template, needed)

    return get_or_create(
        "shell", f"{style_template.name} {style_template.digest} {needed}", CompiledTemplate, compile_shell
    )
