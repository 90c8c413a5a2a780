"""Static files: hashed names and gzip; brotli takes six times as long and gains little here."""

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedStaticFiles(CompressedManifestStaticFilesStorage):
    def create_compressor(self, **kwargs: object) -> Compressor:
        return Compressor(use_brotli=False, **kwargs)
