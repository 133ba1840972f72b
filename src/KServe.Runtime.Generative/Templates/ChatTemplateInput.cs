using System.Collections.ObjectModel;
using System.Text.Json;

namespace KServe.Runtime.Generative.Templates;

/// <summary>Holds what a chat template writes: the conversation and what belongs to it.</summary>
public sealed record ChatTemplateInput
{
    /// <summary>Gets the messages, an array of objects with role and content.</summary>
    public required JsonElement Messages { get; init; }

    /// <summary>Gets the tools that are offered, an array in OpenAI's form.</summary>
    /// <value>Default null, which offers none.</value>
    public JsonElement? Tools { get; init; }

    /// <summary>Gets the documents that an answer may rest on.</summary>
    /// <value>Default null.</value>
    public JsonElement? Documents { get; init; }

    /// <summary>Gets whether the prompt ends where the assistant's turn begins.</summary>
    /// <value>Default true.</value>
    public bool AddGenerationPrompt { get; init; } = true;

    /// <summary>Gets the special tokens by the names templates use, such as <c>bos_token</c>.</summary>
    /// <value>Default none.</value>
    public IReadOnlyDictionary<string, string> SpecialTokens { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets further arguments of the template by name, such as <c>enable_thinking</c>.</summary>
    /// <value>Default none.</value>
    public IReadOnlyDictionary<string, JsonElement> Arguments { get; init; } =
        ReadOnlyDictionary<string, JsonElement>.Empty;
}
