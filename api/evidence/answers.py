"""How evidence answers over HTTP: refusals with their status, and the headers of the tus protocol."""

import datetime as dt
from email.utils import format_datetime

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api import logs
from api.endpoint import Unauthenticated
from domain.evidence.contents import BytesDiffer, ContentRefused, SizeDiffers
from domain.evidence.declarations import EvidenceNotExpected
from domain.refusals import Language, NotFound, NotPermitted, Refusal
from persistence.storage import StoreUnavailable

TUS = "1.0.0"
PROTOCOL = {"tus-resumable": TUS, "cache-control": "no-store"}
RETRY_SECONDS = 5

_STATUS: dict[type[Refusal], int] = {
    NotFound: 404,
    NotPermitted: 403,
    Unauthenticated: 401,
    EvidenceNotExpected: 410,
    SizeDiffers: 422,
    BytesDiffer: 422,
    ContentRefused: 422,
}


class UploadRefused(Refusal, zh="上传请求未被接受。", en="The upload request was not accepted."):
    """A refusal defined by the tus protocol; `status` is the protocol's."""

    status = 400


class ProtocolVersionUnknown(
    UploadRefused,
    zh="请使用tus协议1.0.0版（Tus-Resumable: 1.0.0）。",
    en="Use version 1.0.0 of the tus protocol (Tus-Resumable: 1.0.0).",
):
    status = 412


class HeaderInvalid(
    UploadRefused,
    zh="请求头Upload-Length、Upload-Offset或Upload-Checksum缺失或有误，请更正后重试。",
    en="Upload-Length, Upload-Offset or Upload-Checksum is missing or malformed. Correct it "
    "and try again.",
):
    status = 400


class ContentTypeNotAccepted(
    UploadRefused,
    zh="请以application/offset+octet-stream类型发送内容。",
    en="Send the content as application/offset+octet-stream.",
):
    status = 415


class OffsetDiffers(
    UploadRefused,
    zh="Upload-Offset与已收到的字节数不符，请先用HEAD查询。",
    en="Upload-Offset does not match the bytes received. Send HEAD to find where to resume.",
):
    """Also for the slower of two requests that send at the same time."""

    status = 409


class TooManyBytes(
    UploadRefused,
    zh="上传内容超过登记的大小，请核对文件。",
    en="The upload is larger than the declared size. Check the file.",
):
    status = 413


class ChecksumMismatch(
    UploadRefused,
    zh="该段内容与Upload-Checksum不符，已丢弃，请重新发送。",
    en="This part does not match Upload-Checksum and was discarded. Send it again.",
):
    status = 460


class AddressUnusable(
    UploadRefused,
    zh="该地址无效或已过期，请重新获取。",
    en="This address is invalid or has expired. Request a new one.",
):
    status = 403


class StoreDown(
    UploadRefused,
    zh="证据存储暂不可用，请稍后重试。",
    en="Evidence storage is temporarily unavailable. Try again in a moment.",
):
    status = 503


class FileMissing(
    UploadRefused,
    zh="存储中找不到已登记的文件，请联系管理员。",
    en="The registered file is missing from storage. Contact the administrator.",
):
    status = 410


def refusal(request: Request, refused: Refusal) -> Response:
    """The refusal in the format of the other endpoints. The connection is closed while a body is
    arriving: the rest of it would be read only to be discarded."""
    language: Language = request.state.language
    error = {"message": refused.message(language), "extensions": {"code": refused.code}}
    status = getattr(refused, "status", None) or next(
        _STATUS[kind] for kind in type(refused).__mro__ if kind in _STATUS
    )
    headers = dict(PROTOCOL)
    if isinstance(refused, ProtocolVersionUnknown):
        headers["tus-version"] = TUS
    if status == 503:
        headers["retry-after"] = str(RETRY_SECONDS)
    if request.method in ("POST", "PATCH") and status != 422:
        headers["connection"] = "close"
    logs.note(request.scope, code=refused.code)
    body = b"" if request.method == "HEAD" else orjson.dumps({"errors": [error]})
    return Response(body, status, headers, "application/json")


def unavailable(request: Request, error: StoreUnavailable) -> Response:
    """A fault of the store: the log has the details, the client only the name."""
    logs.fault(error)
    return refusal(request, StoreDown())


def http_date(moment: dt.datetime) -> str:
    return format_datetime(moment.astimezone(dt.UTC), usegmt=True)
