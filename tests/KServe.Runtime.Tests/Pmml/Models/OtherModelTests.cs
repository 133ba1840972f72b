using KServe.Runtime.Pmml;
using KServe.Runtime.Tabular;

namespace KServe.Runtime.Tests.Pmml.Models;

/// <summary>
/// Networks, vector machines, clusters, Bayes, rules, neighbours, anomalies: small models computed by hand.
/// </summary>
public sealed class OtherModelTests
{
    private const string BinarySimilarity =
        """
        <binarySimilarity c00-parameter="0" c01-parameter="0" c10-parameter="0" c11-parameter="2"
          d00-parameter="1" d01-parameter="1" d10-parameter="1" d11-parameter="1"/>
        """;

    [Theory]
    [InlineData("identity", 0.5)]
    [InlineData("threshold", 1.0)]
    [InlineData("logistic", 0.6224593312018546)]
    [InlineData("tanh", 0.46211715726000973)]
    [InlineData("exponential", 1.6487212707001282)]
    [InlineData("reciprocal", 2.0)]
    [InlineData("square", 0.25)]
    [InlineData("Gauss", 0.7788007830714049)]
    [InlineData("sine", 0.479425538604203)]
    [InlineData("cosine", 0.8775825618903728)]
    [InlineData("Elliott", 0.3333333333333333)]
    [InlineData("arctan", 0.2951672353008666)]
    [InlineData("rectifier", 0.5)]
    [InlineData("radialBasis", 0.8352702114112720)]
    public void Neural_Activation_IsThatOfTheSpecification(string activation, double expected)
    {
        // One neuron: 0.25 + 0.25 * 1; as a radial basis function exp(-(1 - 0.25)^2 / (2 * 1.25^2)).
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", "y:double")}
            <NeuralNetwork functionName="regression" activationFunction="{activation}" width="1.25">
              {PmmlDocument.Schema("y", "x")}
              <NeuralInputs><NeuralInput id="i"><DerivedField optype="continuous" dataType="double">
                <FieldRef field="x"/></DerivedField></NeuralInput></NeuralInputs>
              <NeuralLayer><Neuron id="n" bias="0.25"><Con from="i" weight="0.25"/></Neuron></NeuralLayer>
              <NeuralOutputs><NeuralOutput outputNeuron="n"><DerivedField optype="continuous" dataType="double">
                <NormContinuous field="y"><LinearNorm orig="0" norm="0"/><LinearNorm orig="10" norm="1"/>
                  </NormContinuous></DerivedField></NeuralOutput></NeuralOutputs>
            </NeuralNetwork>
            """));
        Assert.Equal(expected * 10, PmmlDocument.Numbers(model, PmmlDocument.Row(model, 1.0))[0], 8);
    }

    [Theory]
    [InlineData("<LinearKernelType/>", 4.0)]
    [InlineData("<PolynomialKernelType gamma=\"2\" coef0=\"1\" degree=\"2\"/>", 81.0)]
    [InlineData("<RadialBasisKernelType gamma=\"0.5\"/>", 0.0820849986238988)]
    [InlineData("<SigmoidKernelType gamma=\"0.1\" coef0=\"0.2\"/>", 0.5370495669980353)]
    public void Vectors_Kernel_IsWeightedAndSummed(string kernel, double value)
    {
        // The kernel of (1, 1) and the support vector (3, 1): dot 4, distance 2 apart; and of the category of none.
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", "c:string", "y:double")}
            <SupportVectorMachineModel functionName="regression">{PmmlDocument.Schema("y", "x", "c")}{kernel}
              <VectorDictionary><VectorFields><FieldRef field="x"/>
                <CategoricalPredictor name="c" value="a" coefficient="1"/></VectorFields>
                <VectorInstance id="v"><REAL-SparseArray n="2"><Indices>1 2</Indices>
                  <REAL-Entries>{(kernel.Contains("Radial", StringComparison.Ordinal) ? "3 0" : "3 1")}
                    </REAL-Entries></REAL-SparseArray></VectorInstance>
              </VectorDictionary>
              <SupportVectorMachine><SupportVectors><SupportVector vectorId="v"/></SupportVectors>
                <Coefficients absoluteValue="0.5"><Coefficient value="2"/></Coefficients></SupportVectorMachine>
            </SupportVectorMachineModel>
            """));
        Assert.Equal(2 * value + 0.5, PmmlDocument.Numbers(model, PmmlDocument.Row(model, 1.0, "a"))[0], 12);
    }

    [Theory]
    [InlineData(0.0, 0.0, "no")]
    [InlineData(0.0, 1.0, "yes")]
    [InlineData(1.0, 0.0, "yes")]
    [InlineData(1.0, 1.0, "no")]
    public void Vectors_OneAgainstOne_SolvesTheSpecificationsXor(double x, double z, string expected)
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", "z:double", "y:string:no|yes")}
            <SupportVectorMachineModel functionName="classification">{PmmlDocument.Schema("y", "x", "z")}
              <RadialBasisKernelType gamma="1"/>
              <VectorDictionary><VectorFields><FieldRef field="x"/><FieldRef field="z"/></VectorFields>
                <VectorInstance id="0"><Array type="real">0 0</Array></VectorInstance><VectorInstance id="1">
                  <Array type="real">0 1</Array></VectorInstance>
                <VectorInstance id="2"><Array type="real">1 0</Array></VectorInstance><VectorInstance id="3">
                  <Array type="real">1 1</Array></VectorInstance>
              </VectorDictionary>
              <SupportVectorMachine targetCategory="no" alternateTargetCategory="yes">
                <SupportVectors><SupportVector vectorId="0"/><SupportVector vectorId="1"/>
                  <SupportVector vectorId="2"/><SupportVector vectorId="3"/></SupportVectors>
                <Coefficients absoluteValue="0"><Coefficient value="-1"/><Coefficient value="1"/>
                  <Coefficient value="1"/><Coefficient value="-1"/></Coefficients>
              </SupportVectorMachine>
            </SupportVectorMachineModel>
            """));
        Assert.Equal([expected], PmmlDocument.Texts(model, PmmlDocument.Row(model, x, z)));
    }

    [Theory]
    [InlineData("false", "a")]
    [InlineData("true", "c")]
    public void Vectors_OneAgainstAll_TakesTheLowestUnlessTheHighestWins(string maxWins, string expected)
    {
        var machines = string.Concat(new[] { ("a", "-1"), ("b", "0.5"), ("c", "2") }.Select(static machine => $"""
            <SupportVectorMachine targetCategory="{machine.Item1}"><Coefficients absoluteValue="{machine.Item2}">
              <Coefficient value="1"/></Coefficients></SupportVectorMachine>
            """));
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", "y:string:a|b|c")}
            <SupportVectorMachineModel functionName="classification" classificationMethod="OneAgainstAll"
              svmRepresentation="Coefficients" maxWins="{maxWins}">
              {PmmlDocument.Schema("y", "x")}<LinearKernelType/>
              <VectorDictionary><VectorFields><FieldRef field="x"/></VectorFields></VectorDictionary>{machines}
            </SupportVectorMachineModel>
            """));
        Assert.Equal([expected], PmmlDocument.Texts(model, PmmlDocument.Row(model, 1.0)));
    }

    [Theory]
    [InlineData("<euclidean/>", 5.0, 10.0)]
    [InlineData("<squaredEuclidean/>", 25.0, 100.0)]
    [InlineData("<chebychev/>", 4.0, 8.0)]
    [InlineData("<cityBlock/>", 7.0, 14.0)]
    [InlineData("<minkowski p-parameter=\"3\"/>", 4.497941445275415, 8.99588289055083)]
    public void Clustering_Distance_IsThatOfTheMeasure(string measure, double first, double second)
    {
        var model = LoadClusters($"""<ComparisonMeasure kind="distance">{measure}</ComparisonMeasure>""", "3 4", "6 8");
        var table = PmmlDocument.Row(model, 0.0, 0.0);
        Assert.Equal(["one"], PmmlDocument.Texts(model, table));
        Assert.Equal(first, PmmlDocument.Numbers(model, table, "affinity(one)")[0], 12);
        Assert.Equal(second, PmmlDocument.Numbers(model, table, "affinity(2)")[0], 12);
    }

    [Theory]
    [InlineData("<simpleMatching/>", 0.5)]
    [InlineData("<jaccard/>", 0.5)]
    [InlineData("<tanimoto/>", 0.3333333333333333)]
    [InlineData(BinarySimilarity, 1.0)]
    public void Clustering_Similarity_TakesTheHighest(string measure, double expected)
    {
        var similarity = $"""<ComparisonMeasure kind="similarity">{measure}</ComparisonMeasure>""";
        var model = LoadClusters(similarity, "0 0", "1 0");
        var table = PmmlDocument.Row(model, 1.0, 1.0);
        Assert.Equal(["2"], PmmlDocument.Texts(model, table));
        Assert.Equal(expected, PmmlDocument.Numbers(model, table, "affinity(2)")[0], 12);
    }

    [Fact]
    public void Clustering_MissingCoordinate_MakesTheOthersCountMore()
    {
        var distance = """<ComparisonMeasure kind="distance"><squaredEuclidean/></ComparisonMeasure>""";
        var model = LoadClusters(distance, "3 4", "6 8");
        Assert.Equal(18, PmmlDocument.Numbers(model, PmmlDocument.Row(model, 0.0, null), "affinity(one)")[0], 12);
        Assert.Equal([""], PmmlDocument.Texts(model, PmmlDocument.Row(model, null, null)));
    }

    [Fact]
    public void Bayes_CountsAndDensities_AreMultiplied()
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("c:string", "x:double", "y:string:p|q")}
            <NaiveBayesModel functionName="classification" threshold="0.001">{PmmlDocument.Schema("y", "c", "x")}
              <BayesInputs>
                <BayesInput fieldName="c">
                  <PairCounts value="a"><TargetValueCounts><TargetValueCount value="p" count="30"/>
                    <TargetValueCount value="q" count="10"/></TargetValueCounts></PairCounts>
                  <PairCounts value="b"><TargetValueCounts><TargetValueCount value="p" count="10"/>
                    <TargetValueCount value="q" count="0"/></TargetValueCounts></PairCounts>
                </BayesInput>
                <BayesInput fieldName="x"><TargetValueStats>
                  <TargetValueStat value="p"><GaussianDistribution mean="0" variance="1"/></TargetValueStat>
                  <TargetValueStat value="q"><GaussianDistribution mean="2" variance="4"/></TargetValueStat>
                    </TargetValueStats></BayesInput>
              </BayesInputs>
              <BayesOutput fieldName="y"><TargetValueCounts><TargetValueCount value="p" count="40"/>
                <TargetValueCount value="q" count="10"/></TargetValueCounts></BayesOutput>
            </NaiveBayesModel>
            """));
        var p = 40 * 0.25 * Math.Exp(-0.5) / Math.Sqrt(2 * Math.PI);
        var q = 10 * 0.001 * Math.Exp(-1.0 / 8) / Math.Sqrt(2 * Math.PI * 4);
        var table = PmmlDocument.Row(model, "b", 1.0);
        Assert.Equal(p / (p + q), PmmlDocument.Numbers(model, table, "probability(p)")[0], 12);
        Assert.Equal(0.75, PmmlDocument.Numbers(model, Absent(model, "a"), "probability(p)")[0], 12);

        // Without x: 40 * 0.75 against 10 * 1.
        static Table Absent(PmmlModel model, string value) => PmmlDocument.Row(model, value, null);
    }

    [Theory]
    [InlineData("firstHit", "b", "r2", 0.9)]
    [InlineData("weightedSum", "a", "r1", 0.32)]
    [InlineData("weightedMax", "b", "r2", 0.9)]
    public void Rules_Selection_ChoosesAmongTheRulesThatFire(
        string criterion,
        string expected,
        string id,
        double confidence)
    {
        // Weights 0.9 for b; 0.6, 0.36 for a: 0.96 over three rules.
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", "y:string:a|b|c")}
            <RuleSetModel functionName="classification">{PmmlDocument.Schema("y", "x")}
              <Output><OutputField name="y" dataType="string" feature="predictedValue"/>
                <OutputField name="rule" dataType="string" feature="entityId"/>
                <OutputField name="confidence" dataType="double" feature="confidence"/></Output>
              <RuleSet defaultScore="c" defaultConfidence="0"><RuleSelectionMethod criterion="{criterion}"/>
                <CompoundRule><SimplePredicate field="x" operator="greaterThan" value="0"/>
                  <SimpleRule id="r2" score="b" weight="0.9" confidence="0.9">
                    <SimplePredicate field="x" operator="lessThan" value="10"/></SimpleRule>
                  <SimpleRule id="r1" score="a" weight="0.6" confidence="0.6"><True/></SimpleRule></CompoundRule>
                <SimpleRule id="r3" score="a" weight="0.36" confidence="0.36">
                  <SimplePredicate field="x" operator="greaterThan" value="1"/></SimpleRule>
              </RuleSet></RuleSetModel>
            """));
        var table = PmmlDocument.Row(model, 5.0);
        Assert.Equal([expected], PmmlDocument.Texts(model, table, "y"));
        Assert.Equal([id], PmmlDocument.Texts(model, table, "rule"));
        Assert.Equal(confidence, PmmlDocument.Numbers(model, table, "confidence")[0], 12);
        Assert.Equal(["c"], PmmlDocument.Texts(model, PmmlDocument.Row(model, -5.0), "y"));
    }

    [Theory]
    [InlineData("average", 20.0)]
    [InlineData("median", 20.0)]
    [InlineData("weightedAverage", 18.003330557868443)]
    public void Neighbors_ContinuousTarget_IsJoined(string method, double expected)
    {
        // Neighbours of 1.9: 2 (20), 1 (10), 3 (30), at distances 0.1, 0.9, 1.1.
        var attributes = $"functionName=\"regression\" continuousScoringMethod=\"{method}\"";
        var model = LoadNeighbors(attributes, "y:double", "10", "20", "30", "90");
        Assert.Equal(Expected(), PmmlDocument.Numbers(model, PmmlDocument.Row(model, 1.9), "y")[0], 9);
        Assert.Equal(["2"], PmmlDocument.Texts(model, PmmlDocument.Row(model, 1.9), "first"));
        Assert.Equal(["1"], PmmlDocument.Texts(model, PmmlDocument.Row(model, 1.9), "second"));

        double Expected()
        {
            double[] weights = [1 / 0.101, 1 / 0.901, 1 / 1.101];
            return method == "weightedAverage"
                ? (weights[0] * 20 + weights[1] * 10 + weights[2] * 30) / weights.Sum()
                : expected;
        }
    }

    [Fact]
    public void Neighbors_CategoricalTarget_IsVotedFor()
    {
        var model = LoadNeighbors("functionName=\"classification\"", "y:string", "a", "b", "a", "b");
        Assert.Equal(["a"], PmmlDocument.Texts(model, PmmlDocument.Row(model, 1.9), "y"));
    }

    [Fact]
    public void Scorecard_Reasons_AreRankedByTheirLoss()
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("age:double", "income:double", "score:double")}
            <Scorecard functionName="regression" initialScore="10" reasonCodeAlgorithm="pointsBelow" baselineScore="20">
              {PmmlDocument.Schema("score", "age", "income")}
              <Output><OutputField name="score" dataType="double" feature="predictedValue"/>
                <OutputField name="r1" dataType="string" feature="reasonCode" rank="1"/>
                  <OutputField name="r2" dataType="string" feature="reasonCode" rank="2"/>
                <OutputField name="r3" dataType="string" feature="reasonCode" rank="3"/></Output>
              <Characteristics>
                <Characteristic name="a" reasonCode="AGE"><Attribute partialScore="-5">
                  <SimplePredicate field="age" operator="isMissing"/></Attribute>
                  <Attribute partialScore="18"><SimplePredicate field="age" operator="lessThan" value="30"/>
                    </Attribute><Attribute partialScore="25"><True/></Attribute></Characteristic>
                <Characteristic name="i" baselineScore="30"><Attribute reasonCode="INCOME"><True/>
                  <ComplexPartialScore><Apply function="*"><FieldRef field="income"/><Constant>0.01</Constant>
                    </Apply></ComplexPartialScore></Attribute></Characteristic>
              </Characteristics></Scorecard>
            """));
        var table = PmmlDocument.Row(model, 25.0, 500.0);
        Assert.Equal(10 + 18 + 5, PmmlDocument.Numbers(model, table, "score")[0], 12);
        Assert.Equal(["INCOME"], PmmlDocument.Texts(model, table, "r1"));
        Assert.Equal(["AGE"], PmmlDocument.Texts(model, table, "r2"));
        Assert.Equal([""], PmmlDocument.Texts(model, table, "r3"));
        Assert.Equal(10 - 5 + 5, PmmlDocument.Numbers(model, PmmlDocument.Row(model, null, 500.0), "score")[0], 12);
    }

    [Fact]
    public void Anomaly_IsolationForest_NormalizesThePathLength()
    {
        var model = PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double")}
            <AnomalyDetectionModel functionName="regression" algorithmType="iforest" sampleDataSize="2">
              {PmmlDocument.Schema("", "x")}
              <Output><OutputField name="score" dataType="double" feature="predictedValue"/>
                <OutputField name="isAnomaly" dataType="boolean" feature="decision"><Apply function="greaterThan">
                  <FieldRef field="score"/><Constant>0.3</Constant></Apply></OutputField></Output>
              <RegressionModel functionName="regression">{PmmlDocument.Schema("", "x")}
                <RegressionTable intercept="0"><NumericPredictor name="x" coefficient="1"/></RegressionTable>
                  </RegressionModel>
            </AnomalyDetectionModel>
            """));
        Assert.Equal(0.25, PmmlDocument.Numbers(model, PmmlDocument.Row(model, 2.0), "score")[0], 12);
        Assert.Equal([0], PmmlDocument.Numbers(model, PmmlDocument.Row(model, 2.0), "isAnomaly"));
        Assert.Equal([1], PmmlDocument.Numbers(model, PmmlDocument.Row(model, 1.0), "isAnomaly"));
    }

    [Theory]
    [InlineData("AssociationModel", "associationRules")]
    [InlineData("TimeSeriesModel", "regression")]
    [InlineData("BayesianNetworkModel", "classification")]
    [InlineData("GaussianProcessModel", "regression")]
    [InlineData("SequenceModel", "mixed")]
    [InlineData("TextModel", "classification")]
    [InlineData("BaselineModel", "regression")]
    public void Load_ModelOfAnotherKind_IsRefusedByName(string name, string function)
    {
        var error = Assert.Throws<InvalidDataException>(() => PmmlDocument.Load(PmmlDocument.Wrap(
            $"""{PmmlDocument.Dictionary("x:double")}<{name} functionName="{function}">{PmmlDocument.Schema("", "x")}</{name}>""")));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    private static PmmlModel LoadClusters(
        string measure,
        string first,
        string second) => PmmlDocument.Load(PmmlDocument.Wrap($"""
        {PmmlDocument.Dictionary("x:double", "z:double")}
        <ClusteringModel functionName="clustering" modelClass="centerBased" numberOfClusters="2">
          {PmmlDocument.Schema("", "x", "z")}{measure}
          <ClusteringField field="x"/><ClusteringField field="z" compareFunction="absDiff"/>
          <Cluster id="one"><Array n="2" type="real">{first}</Array></Cluster><Cluster>
            <Array n="2" type="real">{second}</Array></Cluster>
        </ClusteringModel>
        """));

    private static PmmlModel LoadNeighbors(string attributes, string target, params string[] values)
    {
        var rows = string.Concat(values.Select(static (value, index) =>
            $"<row><a>{index + 1}</a><b>{value}</b></row>"));
        return PmmlDocument.Load(PmmlDocument.Wrap($"""
            {PmmlDocument.Dictionary("x:double", target)}
            <NearestNeighborModel numberOfNeighbors="3" {attributes}>{PmmlDocument.Schema("y", "x")}
              <Output><OutputField name="y" feature="predictedValue"/>
                <OutputField name="first" dataType="string" feature="entityId" rank="1"/>
                <OutputField name="second" dataType="string" feature="entityId" rank="2"/></Output>
              <TrainingInstances><InstanceFields><InstanceField field="x" column="a"/>
                <InstanceField field="y" column="b"/></InstanceFields>
                <InlineTable>{rows}</InlineTable></TrainingInstances>
              <ComparisonMeasure kind="distance"><euclidean/></ComparisonMeasure>
              <KNNInputs><KNNInput field="x"/></KNNInputs></NearestNeighborModel>
            """));
    }
}
