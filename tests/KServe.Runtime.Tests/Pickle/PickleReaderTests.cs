using KServe.Runtime.Pickle;
using KServe.Runtime.Pickle.Arrays;

namespace KServe.Runtime.Tests.Pickle;

public sealed class PickleReaderTests
{
    private const string Scalar = "cnumpy._core.multiarray\nscalar\n";

    [Theory]
    [InlineData("N.", "None")]
    [InlineData("I01\n.", "True")]
    [InlineData("I1\n.", "1")]
    [InlineData("L-5L\n.", "-5")]
    [InlineData("\u008a\0.", "0")]
    [InlineData("\u008a\u0001\u00ff.", "-1")]
    [InlineData("Vcaf\\u00e9\\U0001f600\n.", "'caf\u00e9\U0001f600'")]
    [InlineData("S'it\\'s\\x41'\n.", "'it'sA'")]
    [InlineData("U\u0002ab.", "'ab'")]
    [InlineData("U\u0001\u00e9.", "bytes(e9)")]
    [InlineData("(K\u0001K\u0002l.", "[1, 2, ]")]
    [InlineData("(K\u0001K\u0002d.", "{1: 2, }")]
    [InlineData("(K\u0001K\u0002\u0091.", "set(1, 2)")]
    [InlineData("K\u0001(K\u0002K\u00031.", "1")]
    [InlineData("K\u0001(0.", "1")]
    [InlineData("cnumpy\nfloat64\n.", "<numpy.float64>")]
    [InlineData("c__builtin__\nlong\n.", "<builtins.int>")]
    [InlineData("c__builtin__\nset\n(](K\u0001K\u0002etR.", "set(1, 2)")]
    [InlineData("ccollections\nOrderedDict\n(](](K\u0001K\u0002eetR.", "{1: 2, }")]
    [InlineData("c__builtin__\nbytearray\n(VA\u00ff\nVlatin-1\ntR.", "bytes(41ff)")]
    [InlineData(Scalar + "(cnumpy\ndtype\n(Vi2\nI00\nI01\ntRC\u0002\u0001\u0002tR.", "Signed2[]0102")]
    [InlineData(Scalar + "(cnumpy\ndtype\n(VO8\nI00\nI01\ntRVx\ntR.", "'x'")]
    public void Read_Opcodes_DescribesTheValue(string opcodes, string expected) =>
        Assert.Equal(expected, PickleFormatter.Format(PickleBytes.Read(opcodes)));

    [Theory]
    [InlineData("csklearn.a\nB\n(K\u0001tR.")]
    [InlineData("csklearn.a\nB\nK\u0001\u0085\u0081.")]
    [InlineData("csklearn.a\nB\nK\u0001\u0085}\u0092.")]
    [InlineData("(csklearn.a\nB\nK\u0001o.")]
    [InlineData("(K\u0001isklearn.a\nB\n.")]
    [InlineData("\u008c\u0009sklearn.a\u008c\u0001B\u0093K\u0001\u0085R.")]
    [InlineData("ccopyreg\n__newobj__\n(csklearn.a\nB\nK\u0001tR.")]
    public void Read_AllowedClass_DescribesAnInstance(string opcodes)
    {
        var instance = Assert.IsType<PickleInstance>(PickleBytes.Read(opcodes));

        Assert.Equal(new PickleClass("sklearn.a", "B"), instance.Type);
        Assert.Equal([1L], instance.Arguments);
        Assert.Null(instance.State);
    }

    [Fact]
    public void Read_Reconstructor_DescribesAnInstanceWithState()
    {
        var instance = Assert.IsType<PickleInstance>(PickleBytes.Read(
            "ccopy_reg\n_reconstructor\n(csklearn.a\nB\nc__builtin__\nobject\nNtR(dVx\nK\u0005sb."));

        Assert.Equal("sklearn.a.B(){}[]{'x': 5, }", PickleFormatter.Format(instance));
    }

    [Fact]
    public void Read_SlotState_BecomesAttributes()
    {
        var instance = Assert.IsType<PickleInstance>(PickleBytes.Read("csklearn.a\nB\n)\u0081N}Vx\nK\u0005s\u0086b."));

        Assert.Equal("{'x': 5, }", PickleFormatter.Format(instance.State));
    }

    [Fact]
    public void Read_KeywordArguments_AreKept()
    {
        var instance = Assert.IsType<PickleInstance>(PickleBytes.Read("csklearn.a\nB\n)}Vx\nK\u0005s\u0092."));

        Assert.Equal("{'x': 5, }", PickleFormatter.Format(instance.Keywords));
    }

    [Fact]
    public void Read_ItemsOfADictionarySubclass_AreItsEntries()
    {
        var instance = Assert.IsType<PickleInstance>(PickleBytes.Read("csklearn.utils\nBunch\n)\u0081(Va\nK\u0001u."));

        Assert.Equal("{'a': 1, }", PickleFormatter.Format(instance.Entries));
    }

    [Theory]
    [InlineData("csklearn._loss._loss\n__pyx_unpickle_CyLoss\n(csklearn._loss._loss\nCyLoss\nK\u0007}tR.")]
    [InlineData("csklearn._loss._loss\nnewObj\n(csklearn._loss._loss\nCyLoss\ntR}b.")]
    public void Read_CompiledClass_DescribesAnInstanceOfIt(string opcodes)
    {
        var instance = Assert.IsType<PickleInstance>(PickleBytes.Read(opcodes));

        Assert.Equal("CyLoss", instance.Type.Name);
        Assert.IsType<PickleDictionary>(instance.State);
    }

    [Fact]
    public void Read_ListInItself_IsTheSameList()
    {
        var list = Assert.IsType<List<object?>>(PickleBytes.Read("]q\0h\0a."));

        Assert.Same(list, Assert.Single(list));
    }

    [Fact]
    public void Read_SharedArray_IsOneArray()
    {
        // the memo holds the array from before its state on
        var pair = Assert.IsType<object?[]>(PickleBytes.Read(
            "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntC\u0001btRq\u0001"
            + "(K\u0001(K\u0002tcnumpy\ndtype\n(Vu1\nI00\nI01\ntRI00\nC\u0002\u0007\u0008tbh\u0001\u0086."));

        var array = Assert.IsType<NumpyArray>(pair[0]);
        Assert.Same(array, pair[1]);
        Assert.Equal([7L, 8L], array.ToIntegers());
    }

    [Theory]
    [InlineData("cfunctools\nreduce\n.", "functools.reduce")]
    [InlineData("cos\nsystem\n.", "os.system")]
    [InlineData("c__main__\nModel\n.", "__main__.Model")]
    [InlineData("cnumpy.core.multiarray\nscalar.__class__\n.", "numpy.core.multiarray.scalar.__class__")]
    [InlineData("cbuiltins\n__import__\n.", "builtins.__import__")]
    [InlineData("cfunctools\npartial\n(cos\nsystem\ntR.", "os.system")]
    [InlineData("cbuiltins\ngetattr\n(cbuiltins\n__import__\n", "builtins.__import__")]
    public void Read_OtherName_IsRefused(string opcodes, string name) =>
        Assert.Equal($"the class '{name}' is not supported", PickleBytes.ReadError(opcodes));

    [Theory]
    [InlineData("cnumpy\nfloat64\n(K\u0001tR.", "a call of 'numpy.float64' is not supported")]
    [InlineData("cbuiltins\nint\n(K\u0001tR.", "a call of 'builtins.int' is not supported")]
    [InlineData("cnumpy\ndtype\n(K\u0001tR.", "a call of 'numpy.dtype' has unexpected arguments")]
    [InlineData("cbuiltins\ngetattr\n(NVsystem\ntR.", "a call of 'builtins.getattr' has unexpected arguments")]
    [InlineData(
        "cbuiltins\ngetattr\n(cnumpy\nndarray\nVtofile\ntR.",
        "a call of 'builtins.getattr' has unexpected arguments")]
    [InlineData("K\u0001)R.", "a pickle calls something that is no class")]
    [InlineData("c_codecs\nencode\n(Va\nVutf-8\ntR.", "a call of '_codecs.encode' has unexpected arguments")]
    [InlineData("c_codecs\nencode\n(V\\u0100\nVlatin1\ntR.", "a text that stands for bytes holds other characters")]
    [InlineData("K\u0001}b.", "a pickle gives a state to a value that has none")]
    [InlineData("K\u0001K\u0002a.", "a pickle adds items to a value that takes none")]
    [InlineData("]K\u0001K\u0001s.", "a pickle adds items to a value that takes none")]
    [InlineData("((0", "the file ends too early: it declares more bytes than it has")]
    [InlineData("(o.", "a pickle makes an object without a class")]
    [InlineData("\u0082\u0001.", "a pickle names a class of the extension registry, which is not supported")]
    [InlineData("Pid\n.", "a pickle names an object outside of itself (a persistent id), which is not supported")]
    [InlineData("\u0098.", "a pickle needs buffers outside of itself, which were not given")]
    [InlineData("", "the file is empty")]
    public void Read_UnsoundPickle_SaysWhatIsWrong(string opcodes, string expected) =>
        Assert.Equal(expected, PickleBytes.ReadError(opcodes));
}
