namespace KServe.Runtime.Generative.Tools;

/// <summary>One call of a tool.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">Its arguments, a JSON object as the model wrote it.</param>
internal sealed record ToolCall(string Name, string Arguments);
