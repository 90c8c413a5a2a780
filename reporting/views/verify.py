"""Is this the report that was issued? Open to whoever holds a copy; says nothing a copy does not
say itself."""

import hashlib
from dataclasses import dataclass

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.danish import long_day
from reporting.data.edition import Edition, read_code
from reporting.models import JobState, Report

MOST_BYTES = 20_000_000
TOO_LARGE = (
    "Filen er for stor til at være en af vores rapporter. Vælg PDF-filen, som du har fået den."
)
TOO_MANY = "Der er sammenlignet mange filer herfra på kort tid. Vent ti minutter, og prøv igen."
NO_SUCH_CODE = (
    "Koden findes ikke. Den har tre gange fire tegn, fx K7QM-4T2X-9DHF, og står nederst "
    "på hver side."
)


class CodeForm(forms.Form):
    """The control code, as it is printed or as somebody types it."""

    kode = forms.CharField(
        label="Kontrolkode",
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "autocomplete": "off",
                "autocapitalize": "characters",
            }
        ),
        error_messages={"required": "Skriv koden, fx K7QM-4T2X-9DHF."},
    )

    def clean_kode(self) -> str:
        code = read_code(self.cleaned_data["kode"])
        if not code:
            raise forms.ValidationError(NO_SUCH_CODE)
        return code


class FileForm(forms.Form):
    fil = forms.FileField(
        label="PDF-fil",
        widget=forms.ClearableFileInput(
            attrs={"class": "form-control", "accept": "application/pdf,.pdf"}
        ),
        error_messages={
            "required": "Vælg den PDF-fil, du vil kontrollere.",
            "empty": "Filen er tom. Vælg en anden.",
        },
    )

    def clean_fil(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["fil"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


@dataclass(frozen=True)
class Proof:
    """What may be told of an issued report to anybody who has its code."""

    title: str
    plan: str
    period: str
    issued_on: str
    sha256: str


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code."""
    form = CodeForm(request.GET if "kode" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("verify-code", form.cleaned_data["kode"])
    return render(
        request, "reporting/verify.html", {"form": form}, status=422 if form.is_bound else 200
    )


# Nothing is written, and looking for the token would read the file before its size is known.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Tell of the report with the code, and whether a file that is sent is the issued one, byte
    for byte."""
    read = read_code(code)
    report = issued(read) if read else None
    if report is None:
        asked = CodeForm({"kode": code[:40]})
        if asked.is_valid():
            asked.add_error("kode", NO_SUCH_CODE)
        return render(request, "reporting/verify.html", {"form": asked}, status=404)
    if read != code:
        return redirect("verify-code", read)
    if (
        request.method == "POST"
        and int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + 10_000
    ):
        return _answer(request, report, error=TOO_LARGE, status=413)
    if not ratelimit.consume(request, action="verify_file"):
        return _answer(request, report, error=TOO_MANY, status=429)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if not form.is_bound or not form.is_valid():
        return _answer(request, report, form=form, status=422 if form.is_bound else 200)
    return _answer(request, report, form=FileForm(), digest=fingerprint(form.cleaned_data["fil"]))


def issued(code: str) -> Report | None:
    """The issued report with the code, once its file is there."""
    rows = Report.objects.issued().filter(code=code, job_state=JobState.DONE)
    return rows.select_related("plan").defer("snapshot", "handed_over", "words").first()


def _answer(
    request: HttpRequest,
    report: Report,
    *,
    form: FileForm | None = None,
    digest: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    edition = Edition.from_json(report.edition or {"revision": report.revision})
    context = {
        "proof": Proof(
            report.get_kind_display(),
            report.plan.name,
            report.period.label,
            edition.issued_on or long_day(timezone.localdate(report.issued_at)),
            report.sha256,
        ),
        "form": form or FileForm(),
        "code": report.code,
        "digest": digest,
        "is_same": digest == report.sha256,
        "error": error,
    }
    return render(request, "reporting/verify_code.html", context, status=status)


def fingerprint(file: UploadedFile) -> str:
    """The sha256 of an uploaded file, read piece by piece and kept nowhere."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
