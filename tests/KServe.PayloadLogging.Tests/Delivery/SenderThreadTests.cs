using System.Globalization;

namespace KServe.PayloadLogging.Tests.Delivery;

public sealed class SenderThreadTests
{
    [Fact]
    public async Task Start_Thread_GivesWayToOthersAndHasItsName()
    {
        var own = ReadNiceness();
        var seen = new TaskCompletionSource<(int Niceness, string? Name)>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        SenderThread.Start(() => seen.SetResult((ReadNiceness(), Thread.CurrentThread.Name)));
        var (niceness, name) = await seen.Task;
        Assert.Equal(SenderThread.Name, name);
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(Math.Min(19, own + 10), niceness);
        }
    }

    // proc(5): the 19th field, 17 behind the name, which may have blanks itself.
    private static int ReadNiceness()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var stat = File.ReadAllText("/proc/thread-self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return int.Parse(fields[16], CultureInfo.InvariantCulture);
    }
}
