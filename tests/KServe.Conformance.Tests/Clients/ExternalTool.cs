using System.ComponentModel;
using System.Diagnostics;

namespace KServe.Conformance.Tests.Clients;

/// <summary>Runs programs that are not part of the project, and says when one is missing.</summary>
internal static class ExternalTool
{
    /// <summary>Starts a program; when it is missing the test is skipped, or fails on a build server.</summary>
    public static Process Start(string file, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw Missing($"'{file}' is not installed");
        }
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, byte[] Output, string Error)> RunAsync(
        string file,
        IEnumerable<string> arguments,
        byte[] input,
        CancellationToken cancellationToken,
        string? folder = null)
    {
        using var process = Start(file, arguments, folder);
        try
        {
            using var output = new MemoryStream();
            var copying = process.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
            var complaining = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
            await copying;
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, output.ToArray(), await complaining);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Skips the test; on a build server, where every client has to run, fails it.</summary>
    public static Exception Missing(string reason)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return new InvalidOperationException($"{reason}, and CI=true asks for every client.");
        }

        Assert.Skip(reason);
        return new InvalidOperationException(reason);
    }
}
