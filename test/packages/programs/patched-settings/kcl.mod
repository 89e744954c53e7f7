[package]
name = "patched-settings"
version = "0.1.0"

[dependencies]
json_merge_patch = "0.1.1"
