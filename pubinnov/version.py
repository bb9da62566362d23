"""The version of the software; the data carry a version of their own (see `package_files.data_version`)."""

__version__ = "0.1.0"
