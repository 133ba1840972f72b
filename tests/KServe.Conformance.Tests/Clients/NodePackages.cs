namespace KServe.Conformance.Tests.Clients;

/// <summary>Installs the packages of a node client, pinned by the hashes of its lock file.</summary>
internal static class NodePackages
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Installs them if they are not there as the lock file says; without npm the test is skipped.</summary>
    public static async Task InstallAsync(string folder)
    {
        // npm notes what it installed; the copy says whether that is what the lock file asks for now.
        var wanted = await File.ReadAllTextAsync(Path.Combine(folder, "package-lock.json"));
        var stamp = Path.Combine(folder, "node_modules", ".installed-lock.json");
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return;
        }

        using var limit = new CancellationTokenSource(Limit);
        var (exitCode, _, error) = await ExternalTool.RunAsync(
            "npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], [], limit.Token, folder);
        if (exitCode != 0)
        {
            throw ExternalTool.Missing($"npm cannot install the packages of {Path.GetFileName(folder)}: {error}");
        }

        await File.WriteAllTextAsync(stamp, wanted);
    }
}
