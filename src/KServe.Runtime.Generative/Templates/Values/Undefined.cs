namespace KServe.Runtime.Generative.Templates.Values;

/// <summary>The value of a name that stands for nothing.</summary>
/// <param name="Name">The name, for errors.</param>
internal sealed record Undefined(string Name);
