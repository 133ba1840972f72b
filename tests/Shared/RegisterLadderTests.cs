using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;

namespace KServe.Tests;

/// <summary>Repeats the tests of vector code in processes that may use narrower registers only.</summary>
public sealed class RegisterLadderTests
{
    public const string Trait = "Ladder";
    public const string Value = "Repeat";

    private const string WidestVariable = "KSERVE_TEST_WIDEST_REGISTER";

    [Theory]
    [InlineData(256, "DOTNET_EnableAVX512")]
    [InlineData(128, "DOTNET_EnableAVX2")]
    [InlineData(0, "DOTNET_EnableHWIntrinsic")]
    public async Task LadderTests_NarrowRegisters_Pass(int widest, string switchedOff)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                typeof(RegisterLadderTests).Assembly.Location, "-trait", $"{Trait}={Value}", "-noColor",
            },
        };
        start.Environment[switchedOff] = "0";
        start.Environment[WidestVariable] = widest.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;

        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output);
    }

    [Fact]
    [Trait(Trait, Value)]
    public void Registers_InLadderProcess_AreAsNarrowAsAsked()
    {
        var asked = Environment.GetEnvironmentVariable(WidestVariable) ?? "512";
        var widest = Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : Vector128.IsHardwareAccelerated ? 128 : 0;

        Assert.True(widest <= int.Parse(asked, CultureInfo.InvariantCulture));
    }
}
