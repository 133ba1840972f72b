using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn;

namespace KServe.Runtime.Tests.Sklearn;

public sealed class SklearnPolicyTests
{
    [Theory]
    [InlineData("sklearn.neighbors._kd_tree", "newObj")]
    [InlineData("numpy", "log1p")]
    [InlineData("numpy._core._multiarray_umath", "expm1")]
    [InlineData("scipy.special._ufuncs", "expit")]
    [InlineData("scipy.interpolate._bsplines", "BSpline")]
    public void IsAllowed_NameThatModelsHold_IsDescribed(string module, string name) =>
        Assert.True(SklearnPolicy.IsAllowed(new PickleClass(module, name)));

    [Theory]
    [InlineData("os", "system")]
    [InlineData("numpy", "load")]
    [InlineData("numpy", "fromfile")]
    [InlineData("numpy.testing", "log1p")]
    [InlineData("acme", "newObj")]
    [InlineData("acme", "__pyx_unpickle_Tree")]
    [InlineData("sklearn.datasets", "fetch_openml")]
    [InlineData("scipy.special", "os")]
    [InlineData("sklearn", "LogisticRegression.__init__")]
    public void IsAllowed_AnyOther_IsRefused(string module, string name) =>
        Assert.False(SklearnPolicy.IsAllowed(new PickleClass(module, name)));
}
