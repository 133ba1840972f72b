using System.ComponentModel;
using System.Diagnostics;

namespace KServe.LoadTest.Peers.Programs;

/// <summary>Asks a program of the machine for one line about itself.</summary>
internal static class ToolProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs a program and reads the first line that it prints.</summary>
    /// <returns>The line, or <see langword="null"/> where the program is missing or fails.</returns>
    public static string? ReadLine(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var line = process.StandardOutput.ReadLine();
            if (process.WaitForExit(Patience))
            {
                return process.ExitCode == 0 ? line : null;
            }

            process.Kill(entireProcessTree: true);
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
