using System.Diagnostics;

namespace KServe.MicroBenchmarks.Budgets;

/// <summary>Runs a command in a process whose code is compiled once, optimised.</summary>
/// <remarks>
/// Tiered compilation changes what is allocated in the middle of a run: optimised code keeps on the stack what the
/// first code put on the heap. Without tiers every run counts the same.
/// </remarks>
internal static class SettledProcess
{
    private const string Variable = "DOTNET_TieredCompilation";
    private const string Off = "0";

    /// <summary>Runs the command in this process if it is settled, else in a new one with the same arguments.</summary>
    public static async Task<int> RunAsync(IEnumerable<string> args, Func<Task<int>> command)
    {
        if (Environment.GetEnvironmentVariable(Variable) == Off)
        {
            return await command();
        }

        var host = Environment.ProcessPath!;
        var isShared = Path.GetFileNameWithoutExtension(host) == "dotnet";
        string[] program = isShared ? [typeof(SettledProcess).Assembly.Location] : [];
        var start = new ProcessStartInfo(host, [.. program, .. args]) { UseShellExecute = false };
        start.Environment[Variable] = Off;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
