"""The application: addresses and what answers them.

Handlers that touch files or compute run in Starlette's thread pool; `Desk` holds what lives as long
as the server. Answers to the page's script are JSON; a change that the plan cannot take is 422 with
the reason in French, a value that somebody else changed meanwhile is 409 with that value.
"""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from extractor.corpus.corrections import BadCorrections
from extractor.corpus.originals import find_source
from extractor.exports.french import french
from extractor.schema import Level
from extractor.web.actions import BadAction, entry_maker
from extractor.web.document import SourceView
from extractor.web.guard import Guard
from extractor.web.intake import MAX_BYTES, Intake, TooLarge
from extractor.web.pdf import PdfPages
from extractor.web.plans import PlanList
from extractor.web.rows import UNSURE, as_text, make_sheet
from extractor.web.session import NoPlan, NotTaken, Session, Stale
from extractor.web.wording import reason_in_french, words

HERE = Path(__file__).parent
MAX_SESSIONS = 12  # plans kept in memory; one of 5,000 nodes takes about 30 MB


class Desk:
    """What lives as long as the server: the folder, the plans in hand, the open documents."""

    def __init__(self, output: Path, *, token: str, nlp: bool = True) -> None:
        self.output, self.token = output, token
        self.plans = PlanList(output)
        self.pages = PdfPages()
        self.intake = Intake(output, nlp=nlp)
        self._sessions: dict[str, Session] = {}
        self._views: dict[str, tuple[str, SourceView]] = {}
        self._lock = threading.Lock()

    def session(self, name: str) -> Session:
        """Return the session of a plan, brought up to date with its files."""
        path = self.plans.path(name)
        if path is None:
            raise HTTPException(404)
        with self._lock:
            session = self._sessions.pop(name, None)
            try:
                session = session or Session(path)
                session.refresh()
            except (NoPlan, BadCorrections) as error:
                raise HTTPException(409, str(error)) from None
            self._sessions[name] = session  # the last used stands last
            while len(self._sessions) > MAX_SESSIONS:
                self._sessions.pop(next(iter(self._sessions))).close()
            return session

    def view(self, name: str) -> tuple[Session, SourceView]:
        """Return the session of a plan and its source document."""
        session = self.session(name)
        plan = session.applier.read
        with self._lock:
            known = self._views.get(name)
            if known is None or known[0] != plan.source.sha256:
                found = find_source(session.output, plan)
                known = (plan.source.sha256, SourceView(found, plan, self.pages))
                self._views[name] = known
            return session, known[1]

    def close(self) -> None:
        """Write what is still to be written, and close the documents."""
        for session in self._sessions.values():
            session.close()
        self.pages.close()


def create_app(
    output: Path, *, token: str, hosts: Iterable[str] = ("127.0.0.1", "localhost"), nlp: bool = True
) -> Starlette:
    """Return the application for an output folder; `hosts` are the names it answers to."""
    desk = Desk(output, token=token, nlp=nlp)
    site = _Site(desk)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(desk.close)

    routes = [
        Route("/", site.plans_page),
        Route("/plan/{name}", site.plan_page),
        Route("/api/plans", site.plans),
        Route("/api/uploads", site.uploads),
        Route("/api/uploads", site.upload, methods=["POST"]),
        Route("/api/plan/{name}/changes", site.changes),
        Route("/api/plan/{name}/outline", site.outline),
        Route("/api/plan/{name}/page/{number:int}", site.page),
        Route("/api/plan/{name}/page/{number:int}.png", site.picture),
        Route("/api/plan/{name}/node/{handle}", site.node),
        Route("/api/plan/{name}/actions", site.act, methods=["POST"]),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]
    guard = Middleware(Guard, token=token, hosts=tuple(hosts))
    app = Starlette(routes=routes, middleware=[guard], lifespan=lifespan)
    app.state.desk = desk
    return app


class _Site:
    """The handlers."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._templates = Jinja2Templates(directory=HERE / "templates")
        self._templates.env.globals.update(
            french=french, words=words(), levels=[level.value for level in Level], unsure=UNSURE
        )

    def _render(self, request: Request, template: str, **more: Any) -> Response:
        context = {"token": self.desk.token, **more}
        answer = self._templates.TemplateResponse(request, template, context)
        answer.headers["cache-control"] = "no-store"
        return answer

    def plans_page(self, request: Request) -> Response:
        """Show the list of plans."""
        return self._render(request, "plans.html", plans=self.desk.plans.rows())

    def plan_page(self, request: Request) -> Response:
        """Show a plan beside its source."""
        name = request.path_params["name"]
        if self.desk.plans.path(name) is None:
            return RedirectResponse("/", 303)
        return self._render(request, "plan.html", name=name)

    def plans(self, request: Request) -> Response:
        """Return the list of plans as JSON."""
        return JSONResponse([asdict(row) for row in self.desk.plans.rows()])

    def uploads(self, request: Request) -> Response:
        """Return the documents dropped since the start."""
        return JSONResponse(self.desk.intake.state())

    async def upload(self, request: Request) -> Response:
        """Take a document: its bytes are the body, its name the header `x-filename`."""
        filename = unquote(request.headers.get("x-filename", ""))
        parts, size = [], 0
        async for part in request.stream():
            size += len(part)
            if size > MAX_BYTES:
                most = f"{MAX_BYTES // 1_000_000} Mo au plus"
                return _problem(413, f"Document trop volumineux ({most}).")
            parts.append(part)
        if not size:
            return _problem(422, "Le document est vide.")
        try:
            upload = await run_in_threadpool(self.desk.intake.add, filename, b"".join(parts))
        except (TooLarge, OSError) as error:
            return _problem(422, f"Le document ne peut pas être gardé ({error}).")
        return JSONResponse({"number": upload.number, "filename": upload.filename}, 201)

    def changes(self, request: Request) -> Response:
        """Return what changed since a revision."""
        query = request.query_params
        session = self.desk.session(request.path_params["name"])
        since = int(query.get("since", "-1")) if query.get("since", "-1").isdigit() else -1
        return _json(session.changes(query.get("nonce", ""), since))

    def outline(self, request: Request) -> Response:
        """Return the pages of the source."""
        session, view = self.desk.view(request.path_params["name"])
        source = session.applier.read.source
        return _json({**view.outline(), "filename": source.filename, "sha256": source.sha256})

    def page(self, request: Request) -> Response:
        """Return the boxes and lines of a page."""
        session, view = self.desk.view(request.path_params["name"])
        number = request.path_params["number"]
        if not 1 <= number <= len(view.outline()["pages"]):
            raise HTTPException(404)
        with session.lock:
            return _json(view.page(number, session.applier.workspace))

    def picture(self, request: Request) -> Response:
        """Return the picture of a page."""
        _, view = self.desk.view(request.path_params["name"])
        wanted = request.query_params.get("w", "1000")
        width = max(200, int(wanted)) if wanted.isdigit() else 1000
        try:
            content = view.picture(request.path_params["number"], width)
        except (LookupError, OSError, RuntimeError):
            raise HTTPException(404) from None
        headers = {"cache-control": "private, max-age=3600"}
        return Response(content, media_type="image/png", headers=headers)

    def node(self, request: Request) -> Response:
        """Return all that the form of a node shows."""
        session = self.desk.session(request.path_params["name"])
        with session.lock:
            item = session.applier.workspace.by_handle.get(request.path_params["handle"])
            if item is None:
                raise HTTPException(404)
            sheet = make_sheet(session.applier, item)
        sheet["texts"] = {key: as_text(key, v) for key, v in sheet["attributes"].items()}
        return _json(sheet)

    async def act(self, request: Request) -> Response:
        """Take a change: an action, `undo`, `redo` or `drop`."""
        try:
            data = json.loads(await request.body())
        except ValueError:
            return _problem(400, "Demande illisible.")
        by = unquote(request.headers.get("x-pst-by", "")).strip()[:100]
        if not isinstance(data, dict) or not by:
            return _problem(400, "Indiquez d’abord votre nom.")
        name = request.path_params["name"]
        return await run_in_threadpool(self._act, name, data, by)

    def _act(self, name: str, data: dict[str, Any], by: str) -> Response:
        session = self.desk.session(name)
        made = None
        try:
            made = _perform(session, data, by)
        except Stale as stale:
            text = "Quelqu’un d’autre vient de changer cette valeur."
            return JSONResponse({"message": text, "now": stale.now}, 409)
        except NotTaken as refused:
            return _problem(422, reason_in_french(str(refused)))
        except BadAction as bad:
            return _problem(400, f"Valeur refusée : {reason_in_french(str(bad))}")
        except ValueError as bad:
            return _problem(422, reason_in_french(str(bad)))
        except OSError as error:
            return _problem(507, f"La correction n’a pas pu être enregistrée ({error.strerror}).")
        since = data.get("since")
        known = since if isinstance(since, int) else -1
        answer = session.changes(str(data.get("nonce", "")), known)
        return _json({**answer, "made": made})


def _perform(session: Session, data: dict[str, Any], by: str) -> str:
    """Do what the request asks for; return the entry's identifier."""
    kind = data.get("kind")
    simple: dict[Any, Callable[[str], Any]] = {"undo": session.undo, "redo": session.redo}
    if kind in simple:
        return str(simple[kind](by).id)
    if kind == "drop":
        session.drop(str(data.get("entry")))
        return str(data.get("entry"))
    return session.add(entry_maker(data, by)).id


def _json(data: Any) -> Response:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    headers = {"cache-control": "no-store"}
    return Response(text.encode(), media_type="application/json", headers=headers)


def _problem(status: int, message: str) -> JSONResponse:
    return JSONResponse({"message": message}, status)
