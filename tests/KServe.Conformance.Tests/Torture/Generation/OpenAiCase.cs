namespace KServe.Conformance.Tests.Torture.Generation;

/// <summary>One request of group O.</summary>
/// <param name="Name">The row's id and what is sent.</param>
/// <param name="Body">The JSON.</param>
internal sealed record OpenAiCase(string Name, string Body)
{
    /// <summary>Gets the path behind the prefix.</summary>
    public string Path { get; init; } = "chat/completions";

    /// <summary>Gets the status that is right.</summary>
    public int Status { get; init; } = 400;

    /// <summary>Gets the field that the error names; null for none.</summary>
    public string? Parameter { get; init; }

    /// <summary>Gets the code of the error; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>Gets what has to be in the body of a 200.</summary>
    public string Contains { get; init; } = "";

    /// <summary>Gets whether it takes so long that one prefix must do.</summary>
    public bool IsCostly { get; init; }

    public string Row => Name[..4];

    /// <summary>Creates a chat with further fields; the first of them is the one that errors name.</summary>
    public static OpenAiCase Chat(string name, string fields, string? parameter = null) =>
        new(name, $$"""{"model":"chat","messages":[{"role":"user","content":"Hi"}],{{fields}}}""")
        {
            Parameter = parameter ?? fields.Split('"')[1],
        };

    /// <summary>Creates a plain completion.</summary>
    public static OpenAiCase Completion(string name, string prompt, string parameter = "prompt") =>
        new(name, $$"""{"model":"chat","prompt":{{prompt}}}""") { Path = "completions", Parameter = parameter };

    /// <summary>Creates a request for a response.</summary>
    public static OpenAiCase Response(string name, string fields, string parameter) =>
        new(name, $$"""{"model":"chat",{{fields}}}""") { Path = "responses", Parameter = parameter };

    /// <summary>Creates a request for embeddings.</summary>
    public static OpenAiCase Embedding(string name, string fields, string parameter = "input") =>
        new(name, $$"""{"model":"embed",{{fields}}}""") { Path = "embeddings", Parameter = parameter };

    /// <summary>Creates the same that is right.</summary>
    public OpenAiCase Right(string contains = "") =>
        this with { Status = 200, Parameter = null, Contains = contains };
}
