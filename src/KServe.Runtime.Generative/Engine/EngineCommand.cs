namespace KServe.Runtime.Generative.Engine;

/// <summary>What reaches the step loop from outside: a new request, or one whose client gave up.</summary>
/// <param name="Generation">The request.</param>
/// <param name="IsCancel">Whether it is given up.</param>
internal readonly record struct EngineCommand(Generation Generation, bool IsCancel);
