using KServe.Runtime.Pickle;
using KServe.Runtime.Sklearn;
using KServe.Runtime.Sklearn.Values;
using KServe.Runtime.Tests.Support;

namespace KServe.Runtime.Tests.Sklearn.Preprocessing;

/// <summary>Replaces parts of sound models by other values: they load or are refused, and so are rows.</summary>
public sealed class UnsoundDescriptionFuzzTests
{
    private const string Group = "sklearn-preprocessing";
    private const int MutationsPerModel = 40;

    public static TheoryData<int> Parts => [0, 1, 2, 3];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Read_PartsReplaced_IsRefusedOrAnswers(int part)
    {
        var random = new Random(20_260 + part);
        foreach (var name in FixtureCase.Names(Group).Where((_, i) => i % 4 == part))
        {
            var fixture = FixtureCase.Load(Group, name);
            var table = fixture.Inputs[0].ToTable();
            for (var i = 0; i < MutationsPerModel; i++)
            {
                var description = SklearnFile.ReadDescription(fixture.ModelFiles[0], CancellationToken.None);
                var change = DescriptionMutation.Apply(description, random);
                try
                {
                    var estimator = new EstimatorReader().Read(description);
                    if (estimator.Methods.HasFlag(EstimatorMethods.Transform))
                    {
                        estimator.Transform(new Features(table), default);
                    }
                }
                catch (Exception e) when (e is InvalidDataException or InferenceException or OverflowException)
                {
                    // Refused, with an error that is ours.
                }
                catch (Exception e)
                {
                    Assert.Fail($"{name}: {change}: {e}");
                }
            }
        }
    }
}
