using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace KServe.Tool.Tests.Support;

/// <summary>Runs the tool as a process of its own and reads what it prints.</summary>
internal sealed partial class ToolProcess : IAsyncDisposable
{
    private const int Sigint = 2;
    private const int Sigkill = 9;
    private const int Sigterm = 15;

    private readonly Process _process;
    private readonly Task<string> _errors;

    private ToolProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public static string IrisPath { get; } = Path.Combine(AppContext.BaseDirectory, "models", "iris");

    /// <summary>Gets the folder of a scikit-learn model.</summary>
    public static string FlowersPath { get; } = Path.Combine(AppContext.BaseDirectory, "models", "flowers");

    public static ToolProcess Start(params string[] args) => Start([], args);

    public static ToolProcess Start(Dictionary<string, string> environment, params string[] args)
    {
        // A shell starts what runs in its background with SIGINT ignored, and children inherit that.
        string[] program = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(program[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        var tool = Path.Combine(AppContext.BaseDirectory, "KServe.Tool.dll");
        foreach (var arg in (string[])[.. program[1..], tool, .. args])
        {
            start.ArgumentList.Add(arg);
        }

        start.Environment.Remove("DOTNET_RUNNING_IN_CONTAINER");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ToolProcess(Process.Start(start)!);
    }

    /// <summary>Runs until the process ends by itself.</summary>
    public static async Task<ToolResult> RunAsync(CancellationToken cancellationToken, params string[] args)
    {
        await using var tool = Start(args);
        return await tool.ExitAsync(cancellationToken);
    }

    /// <summary>Finds ports that were free a moment ago.</summary>
    public static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
        {
            listener.Start();
        }

        int[] ports = [.. listeners.Select(static listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }

    /// <summary>Reads the output up to a line that contains a text.</summary>
    public async Task<string> ReadToAsync(string text, CancellationToken cancellationToken)
    {
        var output = "";
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            output += line + "\n";
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return output;
            }
        }

        Assert.Fail($"The tool ended without printing '{text}':\n{output}\n{await _errors}");
        return output;
    }

    /// <summary>Reads the output up to a text, whether its line has ended or not.</summary>
    public async Task<string> ReadPartToAsync(string text, CancellationToken cancellationToken)
    {
        var output = "";
        var buffer = new char[1];
        while (await _process.StandardOutput.ReadAsync(buffer, cancellationToken) > 0)
        {
            output += buffer[0];
            if (output.EndsWith(text, StringComparison.Ordinal))
            {
                return output;
            }
        }

        Assert.Fail($"The tool ended without printing '{text}':\n{output}\n{await _errors}");
        return output;
    }

    /// <summary>Types a line.</summary>
    public async Task SayAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Does what Ctrl+C does.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(_process.Id, Sigint));

    public void Terminate() => Assert.Equal(0, Kill(_process.Id, Sigterm));

    /// <summary>Ends it as nothing can be prepared for, and waits until it is gone.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        Assert.Equal(0, Kill(_process.Id, Sigkill));
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async Task<ToolResult> ExitAsync(CancellationToken cancellationToken)
    {
        var output = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return new ToolResult(_process.ExitCode, output, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
