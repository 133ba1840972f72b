using System.Diagnostics;
using System.Globalization;
using KServe.Load.Hosting;

namespace KServe.LoadTest.Servers;

/// <summary>A pinned child process that is asked over its standard input and answers over its standard output.</summary>
/// <remarks>
/// The child prints one line <c>READY http://127.0.0.1:port [http://127.0.0.1:port]</c> (HTTP/1.1, then HTTP/2) when
/// it accepts connections, answers every line it reads with one line, and ends when its input ends, so that none is
/// left behind when this process dies. Everything else it has to say goes to standard error.
/// Not safe for concurrent use.
/// </remarks>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const string ReadyWord = "READY";
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(5);
    private readonly Process _process;

    private ChildProcess(Process process, ServerAddresses addresses)
    {
        _process = process;
        Addresses = addresses;
    }

    /// <summary>Gets the process id; pinning replaces the process image, so that it is the server's own.</summary>
    public int Id => _process.Id;

    /// <summary>Gets the addresses that the child printed.</summary>
    public ServerAddresses Addresses { get; }

    /// <summary>Starts a program on one core and waits for its addresses.</summary>
    /// <param name="command">What to start.</param>
    /// <param name="core">The core; ignored where processes cannot be pinned at their start.</param>
    /// <param name="cancellationToken">Gives the start up and ends the child.</param>
    /// <exception cref="InvalidOperationException">The child ended before it was ready.</exception>
    public static async Task<ChildProcess> StartAsync(
        ChildCommand command,
        int core,
        CancellationToken cancellationToken)
    {
        var process = Process.Start(CreateStartInfo(command, core))!;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.Split(' ') is [ReadyWord, var http, .. var rest])
                {
                    var first = new Uri(http);
                    var second = rest is [var grpc] ? new Uri(grpc) : first;
                    return new ChildProcess(process, new ServerAddresses(first, second));
                }
            }

            throw new InvalidOperationException($"'{command.File}' ended before it was ready");
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Sends one line and reads the answer.</summary>
    /// <exception cref="InvalidOperationException">The child has ended.</exception>
    public async Task<string> AskAsync(string question, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(question.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return await _process.StandardOutput.ReadLineAsync(cancellationToken)
            ?? throw new InvalidOperationException($"the server ended instead of answering '{question}'");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(ExitPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static ProcessStartInfo CreateStartInfo(ChildCommand command, int core)
    {
        string[] pin = Pinning.IsAvailable ? [Pinning.Program, "-c", core.ToString(CultureInfo.InvariantCulture)] : [];
        string[] line = [.. pin, command.File, .. command.Arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = command.WorkingDirectory ?? AppContext.BaseDirectory,
        };
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
