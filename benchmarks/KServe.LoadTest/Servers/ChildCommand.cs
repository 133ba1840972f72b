namespace KServe.LoadTest.Servers;

/// <summary>A program with its arguments.</summary>
/// <param name="File">The program, with a path or found by the search path.</param>
/// <param name="Arguments">The arguments.</param>
internal sealed record ChildCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>Gets the environment variables to add.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the folder to start in; that of this program when left out.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Makes the command that starts this program again.</summary>
    public static ChildCommand Self(params string[] arguments)
    {
        var file = System.Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(file) == "dotnet"
            ? new ChildCommand(file, [Path.Combine(AppContext.BaseDirectory, "KServe.LoadTest.dll"), .. arguments])
            : new ChildCommand(file, arguments);
    }
}
