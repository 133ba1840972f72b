using Microsoft.Extensions.Logging;

namespace KServe.Runtime.OnnxRuntime;

/// <summary>Names the logger and the model that the lines of one session go to.</summary>
internal sealed record OrtLogTarget(ILogger Logger, string ModelName);
