using System.Globalization;
using KServe.Kernels.Linear;

namespace KServe.Kernels.Tests.Linear;

public sealed unsafe class ExecutableMemoryTests
{
    [Fact]
    public void TryCreate_OnLinux_GivesPagesThatNobodyCanWrite()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no such memory elsewhere.");
        byte[] code = [0x90, 0x90, 0xC3];

        var pages = ExecutableMemory.TryCreate(code);

        Assert.SkipWhen(pages == null, "This system allows no executable pages.");
        Assert.Equal(code, new ReadOnlySpan<byte>(pages, code.Length).ToArray());
        var line = File.ReadLines("/proc/self/maps").Single(line => Contains(line, (ulong)pages));
        Assert.Equal("r-xp", line.Split(' ')[1]);
    }

    [Fact]
    public void Best_AssembledTilesAreSupported_UsesThem() =>
        Assert.Equal(VnniTiles.AreSupported, KernelChoice.Best.HasMachineCode);

    private static bool Contains(string line, ulong address)
    {
        var range = line.Split(' ')[0].Split('-');
        return ulong.Parse(range[0], NumberStyles.HexNumber) <= address
            && address < ulong.Parse(range[1], NumberStyles.HexNumber);
    }
}
