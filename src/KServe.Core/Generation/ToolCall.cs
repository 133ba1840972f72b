namespace KServe;

/// <summary>A call of a tool by a model.</summary>
/// <param name="Id">Names the call, for the message with its result.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments, JSON as the model wrote it.</param>
public sealed record ToolCall(string Id, string Name, string Arguments);
