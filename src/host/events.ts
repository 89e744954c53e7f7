/** Progress as data; the CLI decides whether and how to draw it. */
export type ProgressEvent =
  | { readonly kind: 'resolving'; readonly subject: string }
  | { readonly kind: 'downloading'; readonly subject: string; readonly received: number; readonly total: number | undefined }
  | { readonly kind: 'downloaded'; readonly subject: string }
  | { readonly kind: 'uploading'; readonly subject: string; readonly sent: number; readonly total: number | undefined }
  | { readonly kind: 'uploaded'; readonly subject: string }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'warning'; readonly text: string }
