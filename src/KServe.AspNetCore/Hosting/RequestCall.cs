using Microsoft.AspNetCore.Http;

namespace KServe.AspNetCore;

/// <summary>Answers one request; unlike a request delegate it can wait without an allocation.</summary>
internal delegate ValueTask RequestCall(HttpContext context);
