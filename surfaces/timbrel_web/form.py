"""The form of one action: its fields, a button, and what came of it."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from timbrel import Job, Problem, offers
from timbrel_web.answer import written
from timbrel_web.body import arguments, body_of
from timbrel_web.fields import Field
from timbrel_web.trouble import facts, misread
from timbrel_web.uploads import FOLDER
from timbrel_web.work import shown

if TYPE_CHECKING:
    from timbrel import Kernel
    from timbrel_web.lending import Lending

FEW = 4  # options that stand open; more are behind a fold


class Form:
    """Drawn into the Blocks that are open; its button does what POST /api/<name> does."""

    def __init__(self, kernel: Kernel, lending: Lending, action: offers.Action) -> None:
        self._kernel, self._lending, self._action = kernel, lending, action
        self._kind = body_of(action, kernel)
        self._fields = [Field.of(info) for info in self._kind.model_fields.values()]

    def draw(self) -> None:
        import gradio

        first = [field for field in self._fields if field.needed]
        rest = [field for field in self._fields if not field.needed]
        boxes: dict[str, Any] = {}
        with gradio.Column(elem_classes="form-sheet"):
            gradio.HTML(_element("timbrel-saying", self._says()), padding=False)
            boxes |= self._drawn(first)
            if len(rest) > FEW:
                with gradio.Accordion("Options", open=not first):
                    boxes |= self._drawn(rest)
            else:
                boxes |= self._drawn(rest)
            run = gradio.Button("Run", variant="primary", elem_id="run")
        told = gradio.HTML(elem_id="told", padding=False)
        inputs = [boxes[field.name] for field in self._fields]
        run.click(self.pressed, inputs, told, api_visibility="private", show_progress="hidden")

    def pressed(self, *values: Any) -> str:
        """An element that shows what came of it, or what was wrong."""
        read = zip(self._fields, values, strict=True)
        given = {field.name: got for field, value in read if (got := field.read(value)) is not None}
        return _element("timbrel-answer", self.answer(given))

    def answer(self, given: dict[str, Any]) -> dict[str, Any]:
        """The answer with its links; or {"job": ..} that has begun; or {"problem": ..}."""
        try:
            args = arguments(self._kind.model_validate(given), self._kernel)
            answer = self._action.run(self._kernel, **args)
        except ValidationError as error:
            return {"problem": facts(Problem(misread(error.errors()), "Mend it and run again."))}
        except Exception as error:
            return {"problem": facts(error)}
        if isinstance(answer, Job):
            return {"job": shown(answer)}
        return {"answer": self._lending.linked(answer)}

    def _says(self) -> dict[str, Any]:
        words = self._action.run.__doc__ or self._action.says
        return {"says": " ".join(words.split("\n\n")[0].split()), "destroys": self._action.destroys}

    def _drawn(self, fields: list[Field]) -> dict[str, Any]:
        import gradio

        boxes: dict[str, Any] = {}
        for field in fields:
            known = self._known(field)
            with gradio.Row(equal_height=False, elem_classes="form-row"):
                boxes[field.name] = field.component(known)
                if field.place:
                    self._sending(boxes[field.name])
        return boxes

    def _sending(self, box: Any) -> None:
        import gradio

        send = gradio.UploadButton("Send a file …", elem_classes="form-send", size="sm")
        send.upload(self.taken, send, box, api_visibility="private", show_progress="hidden")

    def taken(self, sent: str | None) -> str:
        """Where a file that was sent lies now: among Timbrel's own, not where it is swept away."""
        if not sent:
            return ""
        folder = self._kernel.places.home / FOLDER / f"form-{token_hex(8)}"
        folder.mkdir(parents=True)
        return str(shutil.move(sent, folder / Path(sent).name))

    def _known(self, field: Field) -> list[str]:
        """The models, where one is asked for."""
        asked = field.name == "model" or (field.name == "name" and self._action.group == "models")
        return [card.name for card in self._kernel.registry.cards()] if asked else []


def _element(tag: str, facts: Any) -> str:
    """An element of ours and what it is to show, in letters that no template understands."""
    told = base64.urlsafe_b64encode(written(facts).encode("ascii")).decode("ascii")
    return f'<{tag} data-told="{told}"></{tag}>'
