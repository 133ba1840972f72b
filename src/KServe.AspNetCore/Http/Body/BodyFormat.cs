using System.Runtime.InteropServices;

namespace KServe.AspNetCore;

/// <summary>How a request's body is written, as its headers tell.</summary>
/// <param name="Kind">The kind of content.</param>
/// <param name="JsonLength">The bytes of JSON before binary tensors; null when all is JSON.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BodyFormat(BodyKind Kind, int? JsonLength = null);
