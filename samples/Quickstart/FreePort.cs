using System.Net.NetworkInformation;

namespace Quickstart;

/// <summary>Finds a port that nobody listens on.</summary>
internal static class FreePort
{
    public static int From(int port, int except = 0)
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties()
            .GetActiveTcpListeners()
            .Select(static listener => listener.Port)
            .Append(except)
            .ToHashSet();
        var free = Enumerable.Range(port, 1000).First(candidate => !taken.Contains(candidate));
        if (free != port)
        {
            Console.WriteLine($"Port {port} is in use: taking {free} instead.");
        }

        return free;
    }
}
