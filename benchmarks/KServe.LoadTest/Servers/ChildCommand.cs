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
        string[] all = Path.GetFileNameWithoutExtension(file) == "dotnet"
            ? [Path.Combine(AppContext.BaseDirectory, "KServe.LoadTest.dll"), .. arguments]
            : arguments;

        // Servers compile in tiers as anywhere, the client does not. With one processor the runtime waits ten times as
        // long before it optimizes: a warm-up would take half a minute.
        return new ChildCommand(file, all)
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["DOTNET_TieredCompilation"] = "1",
                ["DOTNET_TC_DelaySingleProcMultiplier"] = "1",
            },
        };
    }
}
