namespace KServe.Runtime.Generative.Serving;

/// <summary>Says how many tokens a prompt may have.</summary>
/// <param name="Most">The most tokens.</param>
/// <param name="CreateError">Creates the error of a longer one: by its field, and how many tokens it has at
/// least.</param>
internal sealed record PromptLimit(int Most, Func<string, long, InferenceException> CreateError);
