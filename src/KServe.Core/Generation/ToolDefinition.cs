using System.Text.Json;

namespace KServe;

/// <summary>A tool that a model may call.</summary>
/// <param name="Name">The name: letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, at most 64 of them.</param>
/// <param name="Json">The definition as the client wrote it, for the template.</param>
public sealed record ToolDefinition(string Name, JsonElement Json)
{
    /// <summary>Gets the JSON schema of the arguments; <see langword="null"/> when any are taken.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>Gets whether the arguments must satisfy the schema, also where the model may choose.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool IsStrict { get; init; }
}
