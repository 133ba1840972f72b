using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn.Models.Linear;

namespace KServe.Runtime.Tests.Sklearn.Models.Linear;

public sealed class TargetFunctionTests
{
    // Values of numpy.
    [Theory]
    [InlineData("expm1", 1e-10, 1.00000000005e-10)]
    [InlineData("expm1", -1e-17, -1e-17)]
    [InlineData("expm1", 0.5, 0.6487212707001282)]
    [InlineData("expm1", -40, -1)]
    [InlineData("expm1", 800, double.PositiveInfinity)]
    [InlineData("log1p", 1e-10, 9.9999999995e-11)]
    [InlineData("log1p", -1, double.NegativeInfinity)]
    [InlineData("log1p", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("square", -3, 9)]
    public void Find_KnownFunction_EqualsNumpy(string name, double value, double expected)
    {
        var function = TargetFunction.Find(new PickleClass("numpy.core._multiarray_umath", name));
        Assert.NotNull(function);
        var actual = function(value);
        Assert.True(actual == expected || Math.Abs(actual / expected - 1) < 1e-14, $"{actual:R}");
    }

    [Theory]
    [InlineData("numpy", "median")]
    [InlineData("numpyish", "exp")]
    [InlineData("os", "exp")]
    public void Find_AnythingElse_IsNull(string module, string name) =>
        Assert.Null(TargetFunction.Find(new PickleClass(module, name)));
}
