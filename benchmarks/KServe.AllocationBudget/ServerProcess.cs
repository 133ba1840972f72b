using System.Diagnostics;
using System.Globalization;
using KServe.Load.Hosting;

namespace KServe.AllocationBudget;

/// <summary>Runs the server in a process of its own, so that nothing of the client is counted.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string AskAllocated = "allocated";
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    public ServerAddresses Addresses { get; private set; } = new(new Uri("http://127.0.0.1"), new Uri("http://127.0.0.1"));

    /// <summary>Starts the server and waits for its addresses.</summary>
    public static async Task<ServerProcess> StartAsync()
    {
        var file = Environment.ProcessPath!;
        List<string> arguments = ["--server"];
        if (Path.GetFileNameWithoutExtension(file) == "dotnet")
        {
            arguments.Insert(0, Path.Combine(AppContext.BaseDirectory, "KServe.AllocationBudget.dll"));
        }

        var process = Process.Start(new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var server = new ServerProcess(process);
        var lines = process.StandardOutput;
        server.Addresses = new ServerAddresses(
            new Uri((await lines.ReadLineAsync())!),
            new Uri((await lines.ReadLineAsync())!));
        return server;
    }

    /// <summary>Is the other side: answers on the console until the input ends.</summary>
    public static async Task ServeAsync(LoopbackServer server)
    {
        await Console.Out.WriteLineAsync(server.Http.ToString());
        await Console.Out.WriteLineAsync(server.Grpc.ToString());
        while (await Console.In.ReadLineAsync() == AskAllocated)
        {
            await Console.Out.WriteLineAsync(
                GC.GetTotalAllocatedBytes(precise: true).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Gets the bytes that the server process has allocated since its start.</summary>
    public async Task<long> GetAllocatedAsync()
    {
        await _process.StandardInput.WriteLineAsync(AskAllocated);
        return long.Parse((await _process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
