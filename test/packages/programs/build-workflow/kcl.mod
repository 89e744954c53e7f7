[package]
name = "build-workflow"
version = "0.1.0"

[dependencies]
argo-workflow = "3.6.5"
