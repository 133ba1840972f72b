namespace KServe.Tool.Commands;

/// <summary>Holds one <c>name=path-or-uri</c> of the command line.</summary>
internal sealed record ModelArgument(string Name, string Uri)
{
    /// <summary>Reads the argument of <c>--model</c>.</summary>
    /// <returns>The argument, or <see langword="null"/> with what is wrong.</returns>
    public static ModelArgument? Parse(string text, out string error)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || equals == text.Length - 1)
        {
            error = $"--model takes name=path-or-uri, got '{text}'.";
            return null;
        }

        var name = text[..equals];
        if (ModelNames.GetError(name) is { } nameError)
        {
            error = $"--model takes name=path-or-uri, got '{text}': {nameError}.";
            return null;
        }

        error = "";
        return new ModelArgument(name, text[(equals + 1)..]);
    }
}
